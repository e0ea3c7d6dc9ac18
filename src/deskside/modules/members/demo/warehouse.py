"""The rows of the demo warehouse: made by counting, so that every figure is known."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from deskside.kernel.money import ZERO, Money
from deskside.modules.members.demo import people
from deskside.modules.members.demo.people import COACHES, DEMO_SITE, Coach
from deskside.modules.members.models import warehouse as views
from deskside.modules.members.rules.money import BASE_COURSE, BONUS_COURSE

Row = dict[str, object]
DAYS = 200
TABLES = ("A1", "A2", "A3", "B1", "B2", "VIP 8")


@dataclass(frozen=True)
class Served:
    """A service, as the salaries count it."""

    coach: Coach
    month: date
    hours: Decimal
    base: Money
    bonus: Money


def warehouse_rows(today: date, zone: ZoneInfo) -> dict[Table, list[Row]]:
    """Every row, for the 200 days that end `today`."""
    rows: dict[Table, list[Row]] = defaultdict(list)
    _people(rows)
    served: list[Served] = []
    number = 0
    for days_ago in range(DAYS, -1, -1):
        for _ in range(10 + days_ago % 5):
            number += 1
            moment = _moment(today - timedelta(days=days_ago), number, zone, early=days_ago == 0)
            served += _visit(rows, number, moment, zone)
    rows[views.SALARY] += _salaries(served)
    return dict(rows)


def _moment(day: date, number: int, zone: ZoneInfo, *, early: bool) -> datetime:
    """Between noon and 23:00; on the last day just after midnight, however early the demo is started."""
    if early:
        return datetime.combine(day, time(0, number % 15), zone)
    return datetime.combine(day, time(12 + number * 7 % 11, number * 13 % 60), zone)


def _people(rows: dict[Table, list[Row]]) -> None:
    for member_id in people.member_ids():
        rows[views.MEMBER].append(_member(member_id))
        rows[views.CARD] += _cards(member_id)
        for coach in COACHES:
            index = people.relation(member_id, coach.id)
            if index is not None:
                known = {"member_id": member_id, "assistant_id": coach.id, "relation_index": index}
                rows[views.RELATION].append(_at_site(**known))
    rows[views.MEMBER_ACCOUNT] += [
        _at_site(account_id=account_id, member_id=member_id)
        for account_id, member_id in people.ACCOUNTS.items()
    ]
    for coach in COACHES:
        rows[views.ASSISTANT].append(
            _at_site(
                assistant_id=coach.id,
                name=coach.name,
                level=coach.level,
                skills=coach.skills,
                hire_date=coach.hired,
                avatar=None,
                is_delete=0,
            )
        )


def _member(member_id: int) -> Row:
    return _at_site(
        member_id=member_id,
        name=people.member_name(member_id),
        phone=f"1390000{member_id}",
        level=people.MEMBER_LEVELS[member_id % len(people.MEMBER_LEVELS)],
        avatar=None,
        register_date=date(2024, 1, 1) + timedelta(days=member_id % 365),
    )


def _cards(member_id: int) -> Iterator[Row]:
    """Everybody has a card, every third a second one, every fifth one that is void."""
    amounts = {1: Money((member_id % 97) * 3_117 + 50)}
    if member_id % 3 == 0:
        amounts[2] = Money(88_800)
    if member_id % 5 == 0:
        amounts[3] = Money(999_999)
    for number, balance in amounts.items():
        ids = {"member_id": member_id, "card_id": member_id * 10 + number}
        yield _at_site(**ids, balance=balance, is_delete=int(number == 3))  # noqa: PLR2004 - the void one


def _visit(rows: dict[Table, list[Row]], number: int, moment: datetime, zone: ZoneInfo) -> list[Served]:
    """A settlement with its services; some void, some of a type that does not count, some off by a fen."""
    member_id = people.FIRST_MEMBER + number * 7 % people.MEMBERS
    void, uncounted = number % 13 == 0, number % 17 == 0
    made = {"member_id": member_id, "create_time": moment, "is_delete": int(void)}
    services = [] if uncounted else list(_services(number, member_id, moment, void=void))
    rows[views.SERVICE] += services
    base = sum((_money(row, "assistant_pd_money") for row in services), ZERO)
    bonus = sum((_money(row, "assistant_cx_money") for row in services), ZERO)
    table, food = Money(3_050 + number % 5 * 1_000), Money(number % 7 * 880)
    off = Money(1) if number % 29 == 0 else ZERO
    rows[views.SETTLEMENT].append(
        _at_site(
            settlement_id=number,
            settle_type=2 if uncounted else (1, 3)[number % 2],
            ledger_amount=table + food + base + bonus + off,
            table_charge_money=table,
            goods_money=food,
            assistant_pd_money=base,
            assistant_cx_money=bonus,
            table_name=TABLES[number // 2 % len(TABLES)],
            **made,
        )
    )
    if number % 11 == 0:
        coach = COACHES[number % len(COACHES)].id
        amount = Money(50_000 + number % 4 * 25_000)
        rows[views.RECHARGE].append(_at_site(recharge_id=number, assistant_id=coach, amount=amount, **made))
    month = moment.astimezone(zone).date().replace(day=1)
    return [] if void else [_served(row, month) for row in services]


def _services(number: int, member_id: int, moment: datetime, *, void: bool) -> Iterator[Row]:
    """One service of 基础课, and for every third visit another of 激励课 by the next coach."""
    kinds = [BASE_COURSE] + ([BONUS_COURSE] if number % 3 == 0 else [])
    for index, kind in enumerate(kinds):
        coach = COACHES[(number // 3 + 1 if index else number) % len(COACHES)]
        halves = 2 + (number // 6 + index) % 4
        rate = coach.base if kind == BASE_COURSE else coach.bonus
        fee = Money(rate * 50) * halves
        yield _at_site(
            service_id=number * 10 + index,
            settlement_id=number,
            assistant_id=coach.id,
            tenant_member_id=member_id,
            course_type=kind,
            hours=Decimal(halves) / 2,
            ledger_amount=fee,
            assistant_pd_money=fee if kind == BASE_COURSE else ZERO,
            assistant_cx_money=fee if kind == BONUS_COURSE else ZERO,
            table_name=TABLES[number // 2 % len(TABLES)],
            record_type="course",
            is_estimate=0,
            create_time=moment,
            is_delete=int(void),
        )


def _served(row: Row, month: date) -> Served:
    coach = next(each for each in COACHES if each.id == row["assistant_id"])
    hours = row["hours"]
    assert isinstance(hours, Decimal)  # noqa: S101 - as _services made it
    base, bonus = _money(row, "assistant_pd_money"), _money(row, "assistant_cx_money")
    return Served(coach, month, hours, base, bonus)


def _salaries(served: list[Served]) -> Iterator[Row]:
    """Hours as they were served; half of each fee is the coach's, and a commission by the hour."""
    for coach in COACHES:
        for month in sorted({each.month for each in served}):
            mine = [each for each in served if each.coach == coach and each.month == month]
            hours = sum((each.hours for each in mine), Decimal(0))
            base = Money(sum(each.base.fen for each in mine) // 2)
            bonus = Money(sum(each.bonus.fen for each in mine) // 2)
            recharges, drinks = Money(len(mine) * 1_250), Money(len(mine) * 333)
            yield _at_site(
                assistant_id=coach.id,
                salary_month=month,
                level=coach.level,
                effective_hours=hours,
                gross_salary=base + bonus + recharges + drinks,
                base_income=base,
                bonus_income=bonus,
                recharge_commission=recharges,
                drinks_commission=drinks,
            )


def _money(row: Row, column: str) -> Money:
    amount = row[column]
    assert isinstance(amount, Money)  # noqa: S101 - as _services made it
    return amount


def _at_site(**columns: object) -> Row:
    return {"site_id": DEMO_SITE, **columns}
