"""The vendor over HTTP: business codes come in HTTP 200, tokens expire."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec
import structlog

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused
from deskside.kernel.http import Answer, HttpClient, HttpLimits
from deskside.modules.calls.connectors.base import FREE, StatKind, Turn
from deskside.modules.calls.schemas.vendor import LATEST, Call, CallPage, Span, VendorStat
from deskside.modules.calls.settings import CallsEnv

T = TypeVar("T")

log = structlog.get_logger(__name__)

REMOTE = "外呼平台"
NUL = rb"\u0000"
PAGE_SIZE = 1000
LONGEST_CALL = 2**31 - 1
OK = 200
TOKEN_CODES = {1_000_001, 1_000_002}
UNAUTHORIZED = 401
QUERY_TYPES: dict[StatKind, int] = {"account": 1, "task": 20}
LIMITS = HttpLimits(read_seconds=40, total_seconds=90, connections=32)

Text = str | int | float | bool | None


class _Envelope(msgspec.Struct):
    code: int
    data: msgspec.Raw = msgspec.Raw(b"null")
    msg: Text = None
    message: Text = None


class _Token(msgspec.Struct):
    token: str


class _Record(msgspec.Struct, rename="camel", gc=False):
    id: str | int
    call_time: int | str
    task_id: Text = None
    task_name: Text = msgspec.field(default=None, name="TaskName")
    duration: int | float | str | None = None
    phone: Text = None
    grade: Text = None
    hangup_reason: Text = None
    device_id: Text = None
    device_name: Text = None
    user_id: Text = None
    city: Text = None
    province: Text = None
    is_call: Text = None


class _Records(msgspec.Struct, rename="camel"):
    data: list[_Record]
    total_count: int


class _PlainRecords(msgspec.Struct, rename="camel"):
    """Where every field has the agreed type, nothing needs to be converted."""

    data: list[Call]
    total_count: int


class _Stat(msgspec.Struct):
    user_id: Text = None
    username: Text = None
    callout_number: int = 0
    called_number: int = 0
    success_number: int = 0


class _Stats(msgspec.Struct):
    content: list[_Stat]


class HttpVendor:
    """Keeps connections and the token."""

    page_size = PAGE_SIZE

    def __init__(self, env: CallsEnv, zone: ZoneInfo, client: HttpClient | None = None) -> None:
        self._env = env
        self._zone = zone
        self._base = (env.url or "").rstrip("/")
        self._client = client or HttpClient(REMOTE, trusted=True, limits=LIMITS)
        self._token: str | None = None
        self._lock = threading.Lock()

    def page(self, span: Span, number: int, turn: Turn = FREE) -> CallPage:
        """One page of records."""
        starts, ends = self._bounds(span)
        params: dict[str, str | int] = {
            "startTime": starts, "endTime": ends, "page": number, "pageSize": PAGE_SIZE
        }  # fmt: skip

        def send(headers: dict[str, str]) -> Answer:
            with turn:
                return self._get("/task/cdr/all2", params, headers)

        return _page(self._ask(send))

    def stats(self, span: Span, kind: StatKind) -> list[VendorStat]:
        """Statistics by task or account."""
        starts, ends = self._bounds(span)
        body = {"start_time": starts, "end_time": ends, "query_type": QUERY_TYPES[kind]}
        url = f"{self._base}/extension/agent/stat"
        found = self._ask(
            lambda headers: self._client.post(url, json=body, headers=headers, accept=(UNAUTHORIZED,))
        )
        return [_stat(row) for row in _data(found, _Stats).content]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _get(self, path: str, params: dict[str, str | int], headers: dict[str, str]) -> Answer:
        return self._client.get(f"{self._base}{path}", params=params, headers=headers, accept=(UNAUTHORIZED,))

    def _ask(self, send: Callable[[dict[str, str]], Answer]) -> _Envelope:
        token = self._current_token(None)
        envelope = _opened(send({"Authorization": token}))
        if envelope is None:
            envelope = _opened(send({"Authorization": self._current_token(token)}))
        if envelope is None:
            raise RemoteRefused(f"{REMOTE} refuses its own token; check the account", remote=REMOTE)
        return envelope

    def _current_token(self, refused: str | None) -> str:
        """The token; another one where it is the `refused` one. Of many threads one asks."""
        with self._lock:
            if self._token is None or self._token == refused:
                self._token = self._new_token()
            return self._token

    def _new_token(self) -> str:
        env = self._env
        if env.secret is not None:
            answer = self._client.get(
                f"{self._base}/token/secret", params={"secret": env.secret.get_secret_value()}
            )
        elif env.username and env.password is not None:
            params = {"username": env.username, "password": env.password.get_secret_value()}
            answer = self._client.get(f"{self._base}/token", params=params)
        else:
            raise RemoteRefused(
                "set DESKSIDE_CALLS_USERNAME and _PASSWORD, or DESKSIDE_CALLS_SECRET", remote=REMOTE
            )
        return _data(answer.json(_Envelope), _Token).token

    def _bounds(self, span: Span) -> tuple[str, str]:
        starts = clock.start_of_day(span.day, self._zone)
        ends = clock.start_of_day(span.day + timedelta(days=1), self._zone) - timedelta(seconds=1)
        if span.until is not None:
            ends = max(starts, min(ends, datetime.fromtimestamp(span.until, self._zone)))
        return self._wall(starts), self._wall(ends)

    def _wall(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")


def _opened(answer: Answer) -> _Envelope | None:
    """What an answer holds; None where it says that the token is no good."""
    if answer.status == UNAUTHORIZED:
        return None
    envelope = answer.json(_Envelope)
    return None if envelope.code in TOKEN_CODES else envelope


def _data(envelope: _Envelope, kind: type[T]) -> T:
    if envelope.code != OK:
        said = envelope.msg or envelope.message or ""
        raise RemoteRefused(f"{REMOTE} answered code {envelope.code} {said}".rstrip(), remote=REMOTE)
    try:
        return msgspec.json.decode(envelope.data, type=kind)
    except msgspec.DecodeError as error:
        raise _changed(envelope, error) from error


def _changed(envelope: _Envelope, error: msgspec.DecodeError) -> RemoteAnswerChanged:
    said = f"{REMOTE} answered something else than agreed: {error}"
    return RemoteAnswerChanged(said, sample=bytes(envelope.data)[:2000], remote=REMOTE)


def _page(envelope: _Envelope) -> CallPage:
    if envelope.code == OK and NUL not in bytes(envelope.data):
        try:
            plain = msgspec.json.decode(envelope.data, type=_PlainRecords)
        except msgspec.ValidationError:
            log.debug("calls.types_differ")
        except msgspec.DecodeError as error:
            raise _changed(envelope, error) from error
        else:
            return CallPage(plain.data, plain.total_count)
    found = _data(envelope, _Records)
    return CallPage([_call(record) for record in found.data], found.total_count)


def _call(record: _Record) -> Call:
    return Call(
        record_id=_text(record.id, 64),
        called_at=_moment(record.call_time),
        seconds=min(max(0, _number(record.duration)), LONGEST_CALL),
        answered=_is_true(record.is_call),
        phone=_text(record.phone, 40),
        grade=_text(record.grade, 40),
        agent_id=_text(record.user_id, 64) or _text(record.device_id, 64),
        agent_name=_text(record.device_name, 200),
        task_id=_text(record.task_id, 64),
        task_name=_text(record.task_name, 200),
        hangup=_text(record.hangup_reason, 100),
        province=_text(record.province, 50),
        city=_text(record.city, 50),
    )


def _stat(row: _Stat) -> VendorStat:
    ref = _text(row.user_id, 64) or _text(row.username, 64)
    return VendorStat(
        ref, _text(row.username, 200), row.callout_number, row.called_number, row.success_number
    )


def _text(value: Text, length: int) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    return text.replace("\0", "")[:length]


def _number(value: float | str | None) -> int:
    if value is None or value == "":
        return 0
    try:
        return int(value)
    except (ValueError, OverflowError):
        raise RemoteAnswerChanged(
            f"{REMOTE} gave no number where one was agreed", sample=str(value), remote=REMOTE
        ) from None


def _moment(value: int | str) -> int:
    moment = _number(value)
    if not 0 <= moment < LATEST:
        said = f"{REMOTE} gave no moment in unix seconds where one was agreed"
        raise RemoteAnswerChanged(said, sample=str(value), remote=REMOTE)
    return moment


def _is_true(value: Text) -> bool:
    return value not in {None, 0, "", "0", "false", "False", "否"}
