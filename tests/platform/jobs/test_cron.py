"""Five fields on the wall clock of a zone."""

from datetime import UTC, datetime, timedelta
from itertools import dropwhile, islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.errors import Invalid
from deskside.platform.jobs.cron import ALIASES, check_cron, moments, next_times

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")

crons = st.sampled_from(
    ["* * * * *", "*/7 * * * *", "30 1 * * *", "30 2 * * *", "10,50 1-3 * * *", "5 1 * * 0", "0 0 1 * *"]
)
zones = st.sampled_from([SHANGHAI, NEW_YORK, ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe")])
instants = st.integers(0, 60 * 24 * 730).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


def wall(zone: ZoneInfo, *parts: int) -> datetime:
    year, month, day, hour, minute = parts
    return datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(UTC)


def test_times_are_on_the_wall_of_the_site() -> None:
    times = next_times("5 1 * * *", SHANGHAI, 2, wall(SHANGHAI, 2026, 11, 22, 12, 0))
    assert times == [wall(SHANGHAI, 2026, 11, 23, 1, 5), wall(SHANGHAI, 2026, 11, 24, 1, 5)]


def test_sunday_is_zero_and_seven() -> None:
    after = wall(SHANGHAI, 2026, 11, 18, 12, 0)
    for cron in ("0 9 * * 0", "0 9 * * 7", "0 9 * * SUN"):
        assert next_times(cron, SHANGHAI, 1, after) == [wall(SHANGHAI, 2026, 11, 22, 9, 0)]


def test_a_doubled_time_fires_once_in_autumn() -> None:
    times = next_times("30 1 * * *", NEW_YORK, 2, wall(NEW_YORK, 2026, 11, 1, 0, 0))
    assert times == [datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 2, 6, 30, tzinfo=UTC)]


@pytest.mark.parametrize("minutes", [1, 20, 59, 60, 61])
def test_a_scheduler_that_looks_inside_the_doubled_hour_does_not_fire_again(minutes: int) -> None:
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    again = next_times("30 1 * * *", NEW_YORK, 1, first + timedelta(minutes=minutes))
    assert again == [datetime(2026, 11, 2, 6, 30, tzinfo=UTC)]


def test_a_skipped_time_fires_right_after_the_gap_in_spring() -> None:
    times = next_times("30 2 * * *", NEW_YORK, 2, wall(NEW_YORK, 2026, 3, 8, 0, 0))
    assert times == [wall(NEW_YORK, 2026, 3, 8, 3, 0), wall(NEW_YORK, 2026, 3, 9, 2, 30)]


def test_two_skipped_times_fire_as_one() -> None:
    times = next_times("10,50 2 * * *", NEW_YORK, 2, wall(NEW_YORK, 2026, 3, 8, 0, 0))
    assert times == [wall(NEW_YORK, 2026, 3, 8, 3, 0), wall(NEW_YORK, 2026, 3, 9, 2, 10)]


def test_every_hour_is_every_hour_also_in_autumn() -> None:
    times = next_times("30 * * * *", NEW_YORK, 4, wall(NEW_YORK, 2026, 11, 1, 0, 0))
    assert [later - sooner for sooner, later in pairwise(times)] == [timedelta(hours=1)] * 3


@given(crons, zones, instants)
def test_times_are_later_than_asked_and_in_order(cron: str, zone: ZoneInfo, after: datetime) -> None:
    times = [after, *next_times(cron, zone, 5, after)]
    assert all(sooner < later for sooner, later in pairwise(times))
    assert all(moment.second == 0 and moment.microsecond == 0 for moment in times[1:])


@given(crons, zones, instants, st.integers(0, 60 * 12))
def test_it_does_not_matter_when_one_asks(cron: str, zone: ZoneInfo, after: datetime, minutes: int) -> None:
    """Asking later gives the rest of the same times: no tick is lost or doubled by a restart."""
    later = after + timedelta(minutes=minutes)
    times = next_times(cron, zone, 3, later)
    from_the_start = dropwhile(lambda moment: moment <= later, moments(cron, zone, after))
    assert list(islice(from_the_start, 3)) == times


@pytest.mark.parametrize("alias", ALIASES)
def test_aliases_are_understood(alias: str) -> None:
    assert check_cron(alias) == alias
    assert len(next_times(alias, SHANGHAI, 1, wall(SHANGHAI, 2026, 11, 22, 12, 0))) == 1


def test_spaces_do_not_matter() -> None:
    assert check_cron("  5   1 * *  * ") == "5 1 * * *"


@pytest.mark.parametrize(
    "cron", ["", "* * * *", "* * * * * *", "61 * * * *", "0 0 30 2 *", "@often", "a b c d e", "0 0 * * 9"]
)
def test_what_is_no_schedule_is_refused_and_the_field_named(cron: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_cron(cron)
    assert "cron" in refused.value.fields
