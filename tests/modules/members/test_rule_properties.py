"""Those of the document's fourteen properties that rules alone decide, with their boundaries."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskside.kernel.clock import start_of_day
from deskside.kernel.money import ZERO, Money
from deskside.modules.members.queries.rows import ServiceOfSettlement, Settlement
from deskside.modules.members.rules.days import (
    Month,
    days_since,
    last_months,
    month_of,
    recent_since,
    whole_years,
)
from deskside.modules.members.rules.marks import favourite_emoji, heart_emoji
from deskside.modules.members.rules.money import coach_fee, hours_text, mean_hours, next_tier
from deskside.modules.members.rules.skills import read_skills
from deskside.modules.members.rules.tasks import STATUSES, group_tasks
from deskside.modules.members.service.coach_parts import MonthFigures, show_history
from deskside.modules.members.service.customer_parts import show_settlement

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
NODES = (0, 100, 130, 160, 190, 220)
fens = st.integers(0, 10**9).map(Money)
courses = st.sampled_from(["基础课", "激励课"])
zones = st.sampled_from([SHANGHAI, NEW_YORK, ZoneInfo("UTC")])
seconds = st.integers(946_684_800, 4_102_444_799)
moments = seconds.map(lambda second: datetime.fromtimestamp(second, UTC))
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def served(course: str | None, base: Money, bonus: Money) -> ServiceOfSettlement:
    return ServiceOfSettlement(1, 1, course, Decimal(1), base, bonus, "孙悦", "星级")


@given(
    table=fens, food=fens, fees=st.lists(st.tuples(courses, fens, fens), max_size=5), off=st.integers(-2, 2)
)
def test_property_1_money_split(
    table: Money, food: Money, fees: list[tuple[str, Money, Money]], off: int
) -> None:
    whole = table + food + sum((base if kind == "基础课" else bonus for kind, base, bonus in fees), ZERO)
    row = Settlement(1, whole + Money(off), table, food, "A1", datetime(2026, 1, 1, tzinfo=UTC))
    shown = show_settlement(row, [served(*fee) for fee in fees])
    assert shown.amount_mismatch == (off != 0)
    assert shown.total_amount == shown.table_fee + shown.food_amount + sum(
        (coach.fee for coach in shown.coaches), Money(off)
    )


@given(course=st.one_of(st.none(), st.text(), courses), base=fens, bonus=fens)
def test_property_3_fee_split(course: str | None, base: Money, bonus: Money) -> None:
    fee = coach_fee(course, base, bonus)
    assert fee == {"基础课": base, "激励课": bonus}.get(course or "", ZERO)
    assert coach_fee("基础课", base, bonus) + coach_fee("激励课", base, bonus) == base + bonus


@given(today=days)
@example(today=date(2028, 2, 29))
@example(today=date(2026, 1, 31))
@example(today=date(2026, 3, 1))
def test_property_5_history_order_and_estimate(today: date) -> None:
    months = last_months(today)
    figures = {month: MonthFigures(0, Decimal(0), ZERO) for month in months}
    history = show_history(figures, dict.fromkeys(months, (0, 0)), months)
    assert [row.month for row in history] == sorted((row.month for row in history), reverse=True)
    assert [row.estimated for row in history] == [row.month == f"{today:%Y-%m}" for row in history]
    assert [row.estimated for row in history] == [True] + [False] * 5
    firsts = [month.first for month in months]
    assert all((later - timedelta(days=1)).replace(day=1) == earlier for later, earlier in pairwise(firsts))
    assert {(row.customers, row.hours, row.salary) for row in history} == {("0人", "0.0h", "¥0")}


@given(today=days, ago=st.integers(-3, 5000), zone=zones, second=st.integers(0, 86_399))
def test_property_8_days_since_visit(today: date, ago: int, zone: ZoneInfo, second: int) -> None:
    day = today - timedelta(days=ago)
    last = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(seconds=second)
    assert days_since(last.astimezone(UTC), today, zone) == max(0, ago)
    assert days_since(None, today, zone) is None


@pytest.mark.parametrize(
    ("hour", "expected"), [(15, 1), (16, 0)], ids=["one minute before midnight", "midnight in Shanghai"]
)
def test_a_visit_belongs_to_the_date_on_the_wall(hour: int, expected: int) -> None:
    minute = 59 if expected else 0
    last = datetime(2028, 2, 28, hour, minute, tzinfo=UTC)
    assert days_since(last, date(2028, 2, 29), SHANGHAI) == expected


@given(index=st.floats(0, 1))
@example(index=0.7)
@example(index=0.3)
@example(index=0.6999999999999999)
@example(index=0.29999999999999993)
def test_property_9_emoji_maps(index: float) -> None:
    assert favourite_emoji(index) == ("💖" if index >= 0.7 else "💛")
    assert heart_emoji(index) == ("❤️" if index >= 0.7 else "💛" if index >= 0.3 else "🤍")


class Task:
    def __init__(self, status: str) -> None:
        self.status = status


@given(states=st.lists(st.sampled_from(sorted(STATUSES)), max_size=40))
def test_property_11_task_grouping(states: list[str]) -> None:
    tasks = [Task(state) for state in states]
    groups = group_tasks(tasks)
    listed = [task for group in groups.values() for task in group]
    assert len(listed) == len({id(task) for task in listed})
    assert {id(task) for task in listed} == {id(task) for task in tasks if task.status != "completed"}
    assert all(task.status == state for state, group in groups.items() for task in group)


@given(moment=moments, zone=zones)
def test_every_moment_lies_in_the_span_of_its_month_alone(moment: datetime, zone: ZoneInfo) -> None:
    month = month_of(moment, zone)
    for other in (month.back(1), month, month.back(-1)):
        first, end = other.span(zone)
        assert (first <= moment < end) == (other == month)


@given(today=days, zone=zones)
def test_sixty_dates_end_today(today: date, zone: ZoneInfo) -> None:
    since = recent_since(today, zone)
    assert since.astimezone(zone).date() == today - timedelta(days=59)
    assert (since - timedelta(seconds=1)).astimezone(zone).date() == today - timedelta(days=60)
    assert since == start_of_day(today - timedelta(days=59), zone)


@given(hours=st.decimals(0, 400, places=2))
@example(hours=Decimal(100))
@example(hours=Decimal("99.99"))
@example(hours=Decimal(220))
def test_the_next_tier_is_the_smallest_above_or_the_last(hours: Decimal) -> None:
    tier = next_tier(hours, NODES)
    above = [node for node in NODES if node > hours]
    assert tier == (min(above) if above else 220)


def test_no_service_has_no_mean_and_halves_go_up() -> None:
    assert mean_hours(Decimal(0), 0) == 0
    assert mean_hours(Decimal("2.5"), 2) == Decimal("1.3")
    assert hours_text(Decimal("87.45")) == "87.5h"
    assert (Money(695_050).whole(), Money(694_949).whole()) == ("¥6,951", "¥6,949")


@pytest.mark.parametrize(
    ("hired", "today", "years"),
    [
        (date(2020, 2, 29), date(2026, 2, 28), 5),
        (date(2020, 2, 29), date(2026, 3, 1), 6),
        (date(2020, 2, 29), date(2028, 2, 29), 8),
        (date(2025, 11, 22), date(2026, 11, 22), 1),
        (date(2025, 11, 23), date(2026, 11, 22), 0),
        (date(2027, 1, 1), date(2026, 11, 22), 0),
        (None, date(2026, 11, 22), None),
    ],
)
def test_years_of_work_are_whole_ones(hired: date | None, today: date, years: int | None) -> None:
    assert whole_years(hired, today) == years


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        (None, []),
        ("", []),
        ("中八、斯诺克，九球,中八", ["中八", "斯诺克", "九球"]),
        ('["中八", "九球"]', ["中八", "九球"]),
        ("中八", ["中八"]),
    ],
)
def test_skills_are_read_from_one_text(text: str | None, skills: list[str]) -> None:
    assert read_skills(text) == skills


def test_months_go_over_the_turn_of_the_year() -> None:
    assert Month(2026, 1).back(1) == Month(2025, 12)
    assert Month(2026, 12).back(-1) == Month(2027, 1)
    assert Month(2026, 3).back(15) == Month(2024, 12)
