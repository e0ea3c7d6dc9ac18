"""What the vendor's answers say: shapes on the wire, and what they mean here."""

from typing import Literal, TypeVar

import msgspec
import structlog

from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused
from deskside.kernel.http import Answer
from deskside.modules.calls.schemas.vendor import LATEST, Call, CallPage, PageIds, VendorStat

T = TypeVar("T")

log = structlog.get_logger(__name__)

REMOTE = "外呼平台"
NUL = rb"\u0000"
ID_LENGTH = 64
LONGEST_CALL = 2**31 - 1
OK = 200
TOKEN_CODES = {1_000_001, 1_000_002}
UNAUTHORIZED = 401

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


class _PlainAnswer(msgspec.Struct):
    """A good page, understood in one go."""

    code: Literal[200]
    data: _PlainRecords


class _Id(msgspec.Struct, gc=False):
    id: str | int


class _Ids(msgspec.Struct, rename="camel"):
    """Of a page that is only compared, nothing else is decoded."""

    data: list[_Id]
    total_count: int


class _PlainIds(msgspec.Struct):
    code: Literal[200]
    data: _Ids


class _Stat(msgspec.Struct):
    user_id: Text = None
    username: Text = None
    callout_number: int = 0
    called_number: int = 0
    success_number: int = 0


class _Stats(msgspec.Struct):
    content: list[_Stat]


def read_token(answer: Answer) -> str:
    """A new token."""
    return _data(answer.json(_Envelope), _Token).token


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


def read_page(answer: Answer) -> CallPage | None:
    """A page of records; None where the token is no good."""
    if NUL not in answer.content:
        plain = _plain(answer, _PlainAnswer)
        if plain is not None:
            return CallPage(plain.data.data, plain.data.total_count)
    envelope = _opened(answer)
    if envelope is None:
        return None
    found = _data(envelope, _Records)
    return CallPage([_call(record) for record in found.data], found.total_count)


def read_ids(answer: Answer) -> PageIds | None:
    """The ids of a page; None where the token is no good."""
    plain = _plain(answer, _PlainIds)
    if plain is None:
        envelope = _opened(answer)
        if envelope is None:
            return None
        found = _data(envelope, _Ids)
    else:
        found = plain.data
    return PageIds([_text(record.id, ID_LENGTH) for record in found.data], found.total_count)


def read_stats(answer: Answer) -> list[VendorStat] | None:
    """Statistics; None where the token is no good."""
    envelope = _opened(answer)
    return None if envelope is None else [_stat(row) for row in _data(envelope, _Stats).content]


def _plain(answer: Answer, kind: type[T]) -> T | None:
    """The answer where it is as agreed in every type; what else it may be is looked at with patience."""
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except msgspec.DecodeError:
        log.debug("calls.types_differ")
        return None


def _call(record: _Record) -> Call:
    return Call(
        record_id=_text(record.id, ID_LENGTH),
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
