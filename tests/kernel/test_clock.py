from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deskside.kernel import clock

# Some of these change to summer time at midnight, some by half an hour, one lost a whole day.
NAMES = [
    "Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/Havana",
    "Asia/Beirut", "Africa/Cairo", "Asia/Tehran", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
    "America/Santiago", "Pacific/Kiritimati",
]  # fmt: skip
zones = st.sampled_from([ZoneInfo(name) for name in NAMES])
days = st.dates(date(1995, 1, 1), date(2036, 1, 1))
moments = st.datetimes(datetime(1995, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
NO_SUCH_DAY = date(2011, 12, 30), ZoneInfo("Pacific/Apia")


@pytest.fixture
def at() -> Iterator[None]:
    yield
    clock.travel(lambda: datetime.now(UTC))


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_a_travelling_clock_says_another_time_and_its_date_in_each_zone(at: None) -> None:
    clock.travel(lambda: datetime(2026, 11, 22, 16, 30, tzinfo=UTC))
    assert clock.now().hour == 16
    assert clock.today(ZoneInfo("Asia/Shanghai")) == date(2026, 11, 23)
    assert clock.today(ZoneInfo("America/New_York")) == date(2026, 11, 22)


@given(days, zones)
def test_a_day_starts_with_its_first_moment(day: date, zone: ZoneInfo) -> None:
    assume((day, zone) != NO_SUCH_DAY)
    start = clock.start_of_day(day, zone)
    assert start.tzinfo is UTC
    assert start.astimezone(zone).date() == day
    assert (start - timedelta(microseconds=1)).astimezone(zone).date() < day


@given(moments, st.integers(-800, 800), zones)
def test_days_later_the_wall_shows_the_same_time_or_the_clock_had_jumped(
    moment: datetime, count: int, zone: ZoneInfo
) -> None:
    wanted = moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=count)
    assume((wanted.date(), zone) != NO_SUCH_DAY)
    later = clock.after_days(moment, count, zone)
    shown = later.astimezone(zone)
    assert later.tzinfo is UTC
    jumped = shown.replace(tzinfo=None) - wanted.replace(fold=0)
    assert jumped in {timedelta(0), timedelta(minutes=30), timedelta(hours=1)}
    assert shown.fold == 0
    if jumped:
        before = (later - jumped).astimezone(zone)
        assert before.utcoffset() != shown.utcoffset()


@given(moments, zones)
def test_no_day_later_is_now_or_its_first_showing(moment: datetime, zone: ZoneInfo) -> None:
    same = clock.after_days(moment, 0, zone)
    assert same == moment or (moment.astimezone(zone).fold == 1 and same < moment)


def test_a_time_that_summer_time_skips_moves_forward() -> None:
    zone = ZoneInfo("Europe/Berlin")
    eve = datetime(2026, 3, 28, 2, 30, tzinfo=zone)
    assert clock.after_days(eve, 1, zone) == datetime(2026, 3, 29, 3, 30, tzinfo=zone)


def test_a_midnight_that_does_not_exist_is_one_o_clock() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    assert clock.start_of_day(date(2018, 11, 4), zone).astimezone(zone).hour == 1
