"""Quiet hours, digests and pauses."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.platform.notify.timing import LONGEST_PAUSE, digest_at, pause_seconds, quiet_until

ZONE = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T21:59", None),
        ("2026-11-23T22:00", "2026-11-24T08:00"),
        ("2026-11-24T00:30", "2026-11-24T08:00"),
        ("2026-11-24T07:59", "2026-11-24T08:00"),
        ("2026-11-24T08:00", None),
    ],
)
def test_quiet_hours_may_be_past_midnight(now: str, until: str | None) -> None:
    found = quiet_until(local(now), ZONE, time(22), time(8))
    assert found == (None if until is None else local(until))


def test_quiet_hours_within_a_day() -> None:
    assert quiet_until(local("2026-11-23T12:30"), ZONE, time(12), time(14)) == local("2026-11-23T14:00")
    assert quiet_until(local("2026-11-23T14:00"), ZONE, time(12), time(14)) is None


@given(MOMENTS, TIMES, TIMES)
def test_they_end_at_their_end_within_a_day_and_nothing_waits_then(
    now: datetime, begins: time, ends: time
) -> None:
    until = quiet_until(now, ZONE, begins, ends)
    if until is not None:
        assert timedelta(0) < until - now <= timedelta(days=1)
        assert until.astimezone(ZONE).time() == ends
        assert quiet_until(until, ZONE, begins, ends) is None


def test_equal_ends_mean_never() -> None:
    assert quiet_until(local("2026-11-23T08:00"), ZONE, time(8), time(8)) is None


@given(MOMENTS, TIMES)
def test_the_digest_is_the_next_one(posted: datetime, at: time) -> None:
    due = digest_at(posted, ZONE, at)
    assert timedelta(0) < due - posted <= timedelta(days=1)
    assert due.astimezone(ZONE).time() == at


def test_pauses_double_up_to_a_quarter_of_an_hour_unless_the_provider_says() -> None:
    assert [pause_seconds(number, 10) for number in (1, 2, 3, 4)] == [10, 20, 40, 80]
    assert pause_seconds(1000, 10) == LONGEST_PAUSE
    assert pause_seconds(1, 10, 3600) == 3600
