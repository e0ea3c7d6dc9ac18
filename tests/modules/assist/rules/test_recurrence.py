"""How long a tick lasts."""

# ruff: noqa: FBT001 - pytest and hypothesis pass arguments by name

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.modules.assist.rules import NEVER_TICKED, Tick, already_holds, in_force, is_done

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
zones = st.sampled_from([SHANGHAI, NEW_YORK])
moments = st.datetimes(datetime(1991, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
days = st.integers(1, 4000)


def wall(zone: ZoneInfo, text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "ticked", "interval", "ends"),
    [
        (SHANGHAI, "2026-11-22T23:59:59", 1, "2026-11-23T23:59:59"),
        (SHANGHAI, "2026-11-22T00:00:00", 1, "2026-11-23T00:00:00"),
        (SHANGHAI, "2026-12-31T23:30:00", 60, "2027-03-01T23:30:00"),
        (NEW_YORK, "2026-03-07T12:00:00", 1, "2026-03-08T12:00:00"),
        (NEW_YORK, "2026-03-07T02:30:00", 1, "2026-03-08T03:30:00"),
        (NEW_YORK, "2026-10-31T01:30:00", 1, "2026-11-01T01:30:00"),
        (NEW_YORK, "2026-10-31T12:00:00", 1, "2026-11-01T12:00:00"),
    ],
)
def test_a_tick_ends_at_the_same_time_on_the_wall_n_dates_later(
    zone: ZoneInfo, ticked: str, interval: int, ends: str
) -> None:
    at, end = wall(zone, ticked), wall(zone, ends)
    assert is_done(True, at, interval, end - timedelta(microseconds=1), zone)
    assert not is_done(True, at, interval, end, zone)


def test_a_tick_in_the_second_half_of_a_doubled_hour_ends_as_one_in_the_first() -> None:
    at = wall(NEW_YORK, "2026-11-01T01:30:00", fold=1)
    end = wall(NEW_YORK, "2026-11-02T01:30:00")
    assert is_done(True, at, 1, end - timedelta(seconds=1), NEW_YORK)
    assert not is_done(True, at, 1, end, NEW_YORK)


@given(moments, days, st.timedeltas(timedelta(0), timedelta(days=8000)), zones)
def test_it_is_done_as_long_as_the_calendar_says(
    at: datetime, interval: int, later: timedelta, zone: ZoneInfo
) -> None:
    now = at + later
    local_end = at.astimezone(zone).replace(tzinfo=None) + timedelta(days=interval)
    slack = timedelta(hours=2)
    local_now = now.astimezone(zone).replace(tzinfo=None)
    if abs(local_now - local_end) > slack:  # nearer, the clocks may change: see the table
        assert is_done(True, at, interval, now, zone) == (local_now < local_end)


@given(moments, days, st.timedeltas(timedelta(0), timedelta(days=8000)), zones)
def test_once_over_it_stays_over(at: datetime, interval: int, later: timedelta, zone: ZoneInfo) -> None:
    now = at + later
    if not is_done(True, at, interval, now, zone):
        assert not is_done(True, at, interval, now + timedelta(hours=1), zone)


@given(moments, st.integers(-(2**31), 2**31), moments, zones)
def test_no_interval_breaks_it(at: datetime, interval: int, now: datetime, zone: ZoneInfo) -> None:
    done = is_done(True, at, interval, now, zone)
    assert done or interval >= 0
    assert not (done and interval == 0)
    assert not is_done(False, at, interval, now, zone)


def test_a_tick_without_a_moment_counts_only_for_ever() -> None:
    now = wall(SHANGHAI, "2026-11-22T12:00:00")
    assert is_done(True, None, -1, now, SHANGHAI)
    assert not is_done(True, None, 7, now, SHANGHAI)


@given(moments, moments, moments)
def test_in_force_from_the_start_until_just_before_the_end(
    start: datetime, expire: datetime, now: datetime
) -> None:
    assert in_force(start, expire, now) == (start <= now < expire)
    assert in_force(None, expire, now) == (now < expire)
    assert in_force(start, None, now) == (start <= now)
    assert in_force(None, None, now)


@given(moments)
def test_the_edges_of_force(at: datetime) -> None:
    moment = timedelta(microseconds=1)
    assert in_force(at, None, at)
    assert not in_force(at, None, at - moment)
    assert in_force(None, at, at - moment)
    assert not in_force(None, at, at)
    assert not in_force(at, at, at)


@pytest.mark.parametrize(
    ("interval", "age_days", "wanted", "nothing_new"),
    [
        (-1, 900, True, True),
        (-1, 900, False, False),
        (7, 1, True, True),
        (7, 1, False, False),
        (7, 8, True, False),
        (7, 8, False, True),
        (0, 0, True, False),
        (0, 0, False, False),
    ],
)
def test_asking_for_the_state_that_holds_is_nothing_new(
    interval: int, age_days: int, wanted: bool, nothing_new: bool
) -> None:
    now = wall(SHANGHAI, "2026-11-22T12:00:00")
    tick = Tick(is_processed=True, last_processed_at=now - timedelta(days=age_days), version=3, actor_id=1)
    assert already_holds(tick, wanted, interval, now, SHANGHAI) == nothing_new


@pytest.mark.parametrize("interval", [-1, 0, 7])
def test_unticking_what_was_never_ticked_is_nothing_new(interval: int) -> None:
    now = wall(SHANGHAI, "2026-11-22T12:00:00")
    assert already_holds(NEVER_TICKED, False, interval, now, SHANGHAI)
    assert not already_holds(NEVER_TICKED, True, interval, now, SHANGHAI)
