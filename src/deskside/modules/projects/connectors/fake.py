"""A remote in memory."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from deskside.modules.projects.schemas.remote import LibraryPage, ListWanted

Row = dict[str, object]


class FakeLibrary:
    """Answers from `projects`, by id. `before` is called with what is asked for; it may raise.

    With `pages` false the whole list is each page, as servers do that know no paging.
    """

    def __init__(
        self,
        projects: dict[str, Row] | None = None,
        *,
        page_size: int = 100,
        pages: bool = True,
        before: Callable[[str], None] = lambda _asked: None,
    ) -> None:
        self.projects = projects or {}
        self.page_size = page_size
        self.pages = pages
        self.before = before
        self.truncate: int | None = None
        """So many rows of a list are given, whatever the total says."""
        self.asked: list[str] = []

    def one(self, project_id: str) -> bytes | None:
        """The project as it stands now."""
        self._note(project_id)
        row = self.projects.get(project_id)
        return None if row is None else msgspec.json.encode(row)

    def page(self, wanted: ListWanted, number: int) -> LibraryPage:
        """The page as the list stands now."""
        self._note(f"{wanted.type} page {number}")
        rows = [row for row in self.projects.values() if row.get("type") == wanted.type and _new(row, wanted)]
        total, rows = len(rows), rows[: self.truncate]
        start = (number - 1) * self.page_size
        shown = rows[start : start + self.page_size] if self.pages else rows
        return LibraryPage([msgspec.json.encode(row) for row in shown], total)

    def _note(self, asked: str) -> None:
        self.asked.append(asked)
        self.before(asked)


def _new(row: Row, wanted: ListWanted) -> bool:
    since = wanted.updated_since
    return since is None or datetime.fromisoformat(str(row["updated_at"])) >= since
