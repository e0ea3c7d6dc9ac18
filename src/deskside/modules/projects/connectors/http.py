"""The documented contract over HTTP: paged or not, bare or wrapped."""

from http import HTTPStatus
from urllib.parse import quote

import msgspec

from deskside.kernel.connectors import RemoteAnswerChanged
from deskside.kernel.http import Answer, HttpClient, HttpLimits
from deskside.modules.projects.connectors.base import REMOTE
from deskside.modules.projects.schemas.remote import LibraryPage, ListWanted
from deskside.modules.projects.settings import ProjectsEnv

ONE_SECONDS = 10.0
"""How long one project may take, all told; a claim on it lasts longer."""
ONE = HttpLimits(connect_seconds=3, read_seconds=8, total_seconds=ONE_SECONDS, answer_bytes=2_000_000)
LISTS = HttpLimits(read_seconds=60, total_seconds=120, answer_bytes=64_000_000)


class _Wrapped(msgspec.Struct):
    """An object around projects; `data` may hold the list, or an object around it."""

    project: msgspec.Raw = msgspec.Raw()
    projects: list[msgspec.Raw] | None = None
    items: list[msgspec.Raw] | None = None
    data: msgspec.Raw = msgspec.Raw()
    total: int | None = None


class HttpLibrary:
    """Keeps connections: one pool for single projects, with short limits, one for lists."""

    def __init__(self, env: ProjectsEnv, client: HttpClient | None = None) -> None:
        self._base = (env.url or "").rstrip("/")
        self._page_size = env.page_size
        key = env.key.get_secret_value() if env.key else ""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._ones = client or HttpClient(REMOTE, trusted=True, headers=headers, limits=ONE)
        self._lists = client or HttpClient(REMOTE, trusted=True, headers=headers, limits=LISTS)

    def one(self, project_id: str) -> bytes | None:
        """One project."""
        url = f"{self._base}/projects/{quote(project_id, safe='')}"
        answer = self._ones.get(url, accept=(HTTPStatus.NOT_FOUND,))
        return None if answer.status == HTTPStatus.NOT_FOUND else unwrapped(answer)

    def page(self, wanted: ListWanted, number: int) -> LibraryPage:
        """One page of a list."""
        params: dict[str, str | int] = {
            "types": wanted.type, "page": number, "page_size": self._page_size
        }  # fmt: skip
        if wanted.updated_since is not None:
            params["updated_since"] = wanted.updated_since.isoformat()
        return listed(self._lists.get(f"{self._base}/projects", params=params))

    def close(self) -> None:
        """Close the connections."""
        self._ones.close()
        self._lists.close()


def unwrapped(answer: Answer) -> bytes:
    """The project itself, out of `{"project": …}` or `{"data": …}`."""
    found = answer.json(_Wrapped)
    inner = bytes(found.project) or bytes(found.data)
    return inner if inner and inner != b"null" else answer.content.strip()


def listed(answer: Answer) -> LibraryPage:
    """The rows of a bare list, or of one in an object."""
    if answer.content.lstrip()[:1] == b"[":
        return LibraryPage(_rows(answer.json(list[msgspec.Raw])))
    found = answer.json(_Wrapped)
    rows, total = _rows_of(found), found.total
    if rows is None and found.data:
        rows, inner = _in_data(answer, bytes(found.data))
        total = inner if total is None else total
    if rows is None:
        said = f"{REMOTE} answered an object without a list of projects"
        raise RemoteAnswerChanged(said, sample=answer.content, remote=REMOTE)
    return LibraryPage(_rows(rows), total)


def _in_data(answer: Answer, data: bytes) -> tuple[list[msgspec.Raw] | None, int | None]:
    inner = Answer(answer.remote, answer.where, answer.status, answer.headers, data)
    if data.lstrip()[:1] == b"[":
        return inner.json(list[msgspec.Raw]), None
    found = inner.json(_Wrapped)
    return _rows_of(found), found.total


def _rows_of(found: _Wrapped) -> list[msgspec.Raw] | None:
    return found.projects if found.projects is not None else found.items


def _rows(rows: list[msgspec.Raw]) -> list[bytes]:
    return [bytes(row) for row in rows]
