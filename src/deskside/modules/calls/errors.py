"""What can be wrong in a request to calls, each with the sentence that says what to do."""

from datetime import date

from deskside.kernel.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    TooManyRequests,
    Unavailable,
)

NOT_SYNCED = "历史数据未同步，请等待后台同步完成"
SYNC_URL = "/api/stats/grade-stats/refresh"


def bad_span(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"from": sentence})


def future_day(day: date) -> BadRequest:
    return BadRequest(f"日期 {day} 在未来，请选择今天或更早的日期", code="future")


def bad_date(text: str | None) -> BadRequest:
    said = "缺少日期参数 date" if not text else f"日期 {text[:40]!r} 无效"
    return BadRequest(f"{said}，请使用 YYYY-MM-DD", code="bad_date")


def not_synced() -> NotFound:
    """The document's 404."""
    return NotFound(NOT_SYNCED, code="not_synced", extra={"sync_url": SYNC_URL})


def still_reading(seconds: int) -> Unavailable:
    return Unavailable(
        "今日数据正在同步，请稍后再试", code="reading", retry_after=seconds, extra={"sync_url": SYNC_URL}
    )


def asked_a_moment_ago(day: date, seconds: int) -> TooManyRequests:
    return TooManyRequests(f"{day} 刚刚刷新过，请 {seconds} 秒后再试", code="cooldown", retry_after=seconds)


def not_set_up() -> Conflict:
    return Conflict(
        "the call vendor is not set up: set DESKSIDE_CALLS_URL and its credentials", code="not_set_up"
    )


def stale_grades(version: int, present: object = None) -> Conflict:
    return Conflict(
        "somebody changed the grades meanwhile; look at theirs",
        code="stale",
        extra={"version": version, "current": present},
    )


def no_log(log_id: int) -> NotFound:
    return NotFound(f"there is no call log {log_id}; it may have been taken back")


def not_your_log() -> Forbidden:
    return Forbidden("only who wrote a call down may change it", code="not_yours")


def stale_log(version: int, present: object) -> Conflict:
    return Conflict(
        "this call log was changed meanwhile; look at it again",
        code="stale",
        extra={"version": version, "current": present},
    )


def no_record(record_id: str) -> NotFound:
    return NotFound(f"there is no call record {record_id[:64]!r}; records are kept for a limited time only")


def bad_cursor() -> Invalid:
    return Invalid("the cursor is not one of ours; begin again", fields={"cursor": "not one of ours"})
