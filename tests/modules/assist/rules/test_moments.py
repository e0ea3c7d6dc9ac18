"""Dates as people write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.errors import Invalid
from deskside.modules.assist.rules import kept_end, kept_moment, kept_start, parse_moment

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
zones = st.sampled_from([SHANGHAI, NEW_YORK])


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2026-11-22", SHANGHAI, "2026-11-21T16:00:00+00:00"),
        ("2026-11-22", NEW_YORK, "2026-11-22T05:00:00+00:00"),
        ("2026-11-22T08:30:00", SHANGHAI, "2026-11-22T00:30:00+00:00"),
        ("2026-11-22 08:30", SHANGHAI, "2026-11-22T00:30:00+00:00"),
        ("2026-11-22T08:30:00Z", SHANGHAI, "2026-11-22T08:30:00+00:00"),
        ("2026-11-22T08:30:00-05:00", SHANGHAI, "2026-11-22T13:30:00+00:00"),
        (" 2026-11-22 ", SHANGHAI, "2026-11-21T16:00:00+00:00"),
        ("2026-03-08T02:30:00", NEW_YORK, "2026-03-08T07:30:00+00:00"),
        ("2026-11-01T01:30:00", NEW_YORK, "2026-11-01T05:30:00+00:00"),
    ],
)
def test_dates_and_times_are_read_in_the_site_zone(text: str, zone: ZoneInfo, moment: str) -> None:
    assert parse_moment(text, zone, field="start_date") == datetime.fromisoformat(moment)


@pytest.mark.parametrize("text", [None, "", "   "])
def test_no_date_is_open_ended(text: str | None) -> None:
    assert parse_moment(text, SHANGHAI, field="start_date") is None


@pytest.mark.parametrize(
    "text",
    ["2026-13-01", "22/11/2026", "tomorrow", "0001-01-01", "9999-12-31", "2026-11-22T25:00"],
)
def test_anything_else_is_refused_and_the_field_named(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_moment(text, SHANGHAI, field="expire_date")
    assert list(refused.value.fields) == ["expire_date"]


@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)), zones)
def test_a_bare_date_is_the_first_moment_of_that_day(day: date, zone: ZoneInfo) -> None:
    moment = parse_moment(day.isoformat(), zone, field="start_date")
    assert moment is not None
    assert moment.astimezone(zone).date() == day
    assert kept_moment(moment, zone) == f"{day.isoformat()}T00:00:00"


@given(st.datetimes(datetime(1991, 10, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_the_kept_form_reads_back_to_the_second(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert parse_moment(kept_moment(moment, SHANGHAI), SHANGHAI, field="start_date") == whole


def test_open_ends_have_the_years_of_the_kept_contract() -> None:
    assert kept_start(None, SHANGHAI) == "1970-01-01T00:00:00"
    assert kept_end(None, SHANGHAI) == "5000-01-01T00:00:00"
    moment = datetime(2026, 11, 22, 1, 2, 3, 456, tzinfo=UTC)
    assert kept_start(moment, SHANGHAI) == kept_end(moment, SHANGHAI) == "2026-11-22T09:02:03"
