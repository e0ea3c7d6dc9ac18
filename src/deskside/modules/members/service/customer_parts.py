"""The parts of a customer's page, from rows to what is shown."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import structlog
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from deskside.kernel.db import Database
from deskside.kernel.money import ZERO, Money
from deskside.modules.members.models import CoachTask
from deskside.modules.members.queries import customers as asks
from deskside.modules.members.queries import own
from deskside.modules.members.queries.coaches import load_coaches, load_levels
from deskside.modules.members.queries.rows import (
    CoachRow,
    CourseTotals,
    Favourite,
    ServiceOfSettlement,
    ServiceTotals,
    Settlement,
)
from deskside.modules.members.rules import marks
from deskside.modules.members.rules.insight import read_insight
from deskside.modules.members.rules.money import (
    BASE_COURSE,
    BONUS_COURSE,
    coach_fee,
    is_mismatch,
    mean_hours,
)
from deskside.modules.members.schemas.base import Metric, NoteOut
from deskside.modules.members.schemas.customers import (
    AiInsight,
    AiStrategy,
    CoachFee,
    ConsumptionRecord,
    FavoriteCoach,
    MemberTask,
    RetentionClueOut,
)

log = structlog.get_logger(__name__)
CONSUMPTION_LIMIT = 50
NEVER = ServiceTotals(0, Decimal(0))


class Consumption(NamedTuple):
    """The newest settlements, and whether there are older ones."""

    records: list[ConsumptionRecord]
    has_more: bool


NOTHING_SPENT = Consumption([], has_more=False)


class TasksWanted(NamedTuple):
    """Tasks about a member, of one coach (None: of all), with figures of the `recent` span."""

    site: str
    member_id: int
    coach_id: int | None
    recent: tuple[datetime, datetime]
    today: date


def read_consumption(warehouse: Connection, site: str, member_id: int) -> Consumption:
    """The newest settlements, each with what its coaches got; those that do not add up are logged."""
    found = asks.list_settlements(warehouse, site, member_id, CONSUMPTION_LIMIT + 1)
    rows = found[:CONSUMPTION_LIMIT]
    services: dict[int, list[ServiceOfSettlement]] = {}
    ids = [row.settlement_id for row in rows]
    for service in asks.list_services_of(warehouse, site, member_id, ids) if ids else []:
        services.setdefault(service.settlement_id, []).append(service)
    records = [show_settlement(row, services.get(row.settlement_id, [])) for row in rows]
    wrong = [record.id for record in records if record.amount_mismatch]
    if wrong:
        log.warning("members.amount_mismatch", site=site, settlements=wrong)
    return Consumption(records, has_more=len(found) > CONSUMPTION_LIMIT)


def show_settlement(row: Settlement, services: Iterable[ServiceOfSettlement]) -> ConsumptionRecord:
    """A settlement with its split; one that does not add up is marked."""
    coaches = [_coach(service) for service in services]
    fees = [coach.fee for coach in coaches]
    mismatch = is_mismatch(row.ledger_amount, row.table_charge_money, row.goods_money, fees)
    return ConsumptionRecord(
        id=row.settlement_id,
        date=row.create_time,
        table_name=row.table_name,
        total_amount=row.ledger_amount,
        table_fee=row.table_charge_money,
        food_amount=row.goods_money,
        coaches=coaches,
        amount_mismatch=mismatch,
    )


def read_favourites(warehouse: Connection, site: str, member_id: int) -> list[FavoriteCoach]:
    """The member's coaches, the closest first, then by id, with all that they did together."""
    favourites = asks.list_favourites(warehouse, site, member_id)
    recharges = asks.sum_recharges(warehouse, site, member_id)
    courses: dict[int, list[CourseTotals]] = {}
    for each in asks.sum_courses(warehouse, site, member_id):
        courses.setdefault(each.assistant_id, []).append(each)
    return [
        show_favourite(coach, courses.get(coach.assistant_id, []), recharges.get(coach.assistant_id, ZERO))
        for coach in favourites
    ]


def show_favourite(coach: Favourite, courses: Sequence[CourseTotals], recharged: Money) -> FavoriteCoach:
    """One coach with the four figures. What is neither 基础课 nor 激励课 is no class."""
    hours = {each.course_type: each.hours for each in courses}
    classes = sum(each.times for each in courses if each.course_type in {BASE_COURSE, BONUS_COURSE})
    return FavoriteCoach(
        id=coach.assistant_id,
        name=coach.name,
        avatar=coach.avatar,
        level=coach.level,
        relation_index=coach.relation_index,
        emoji=marks.favourite_emoji(coach.relation_index),
        stats=[
            Metric(label="基础课时", value=hours.get(BASE_COURSE, Decimal(0)), unit="小时"),
            Metric(label="激励课时", value=hours.get(BONUS_COURSE, Decimal(0)), unit="小时"),
            Metric(label="上课次数", value=Decimal(classes), unit="次"),
            Metric(label="充值金额", value=recharged.to_yuan(), unit="元"),
        ],
    )


def read_tasks(warehouse: Connection, database: Database, wanted: TasksWanted) -> list[MemberTask]:
    """Tasks about the member in every state, each with what its coach did lately."""
    tasks = database.read(own.list_member_tasks, wanted.site, wanted.member_id, wanted.coach_id)
    if not tasks:
        return []
    ids = {task.assistant_id for task in tasks}
    coaches = load_coaches(warehouse, wanted.site, ids)
    levels = load_levels(warehouse, wanted.site, ids, wanted.today.replace(day=1))
    lately = asks.count_by_coach(warehouse, wanted.site, wanted.member_id, wanted.recent)
    return [
        _task(
            task,
            coaches.get(task.assistant_id),
            levels.get(task.assistant_id),
            lately.get(task.assistant_id, NEVER),
        )
        for task in tasks
    ]


def read_ai_insight(db: Session, site: str, member_id: int) -> AiInsight:
    """The newest analysis; ValueError when it is no such JSON."""
    row = own.latest_insight(db, site, member_id)
    if row is None:
        return AiInsight()
    insight = read_insight(row[0])
    strategies = [AiStrategy(color=each.color, text=each.text) for each in insight.strategies]
    return AiInsight(summary=insight.summary, strategies=strategies, created_at=row[1])


def read_clues(db: Session, site: str, member_id: int) -> list[RetentionClueOut]:
    return [RetentionClueOut.model_validate(clue) for clue in own.list_clues(db, site, member_id)]


def read_notes(db: Session, site: str, member_id: int) -> list[NoteOut]:
    notes = own.list_notes(db, site, (own.MEMBER_TARGET,), member_id)
    return [NoteOut.model_validate(note) for note in notes]


def _coach(service: ServiceOfSettlement) -> CoachFee:
    return CoachFee(
        id=service.assistant_id,
        name=service.name,
        level=service.level,
        course_type=service.course_type,
        hours=service.hours,
        fee=coach_fee(service.course_type, service.assistant_pd_money, service.assistant_cx_money),
    )


def _task(
    task: CoachTask, coach: CoachRow | None, paid_level: str | None, figures: ServiceTotals
) -> MemberTask:
    look = marks.task_look(task.task_type)
    level = paid_level or (coach and coach.level)
    mean = mean_hours(figures.hours, figures.times)
    return MemberTask(
        task_id=task.id,
        coach_id=task.assistant_id,
        coach_name=coach and coach.name,
        level=level,
        level_color=marks.level_color(level),
        task_type=task.task_type,
        task_color=look.color,
        bg_class=look.background,
        status=task.status,
        abandon_reason=task.abandon_reason,
        created_at=task.created_at,
        completed_at=task.completed_at,
        clue_id=task.clue_id,
        metrics=[
            Metric(label="服务次数", value=Decimal(figures.times), unit="次"),
            Metric(label="总时长", value=figures.hours, unit="小时"),
            Metric(label="次均时长", value=mean, unit="小时"),
        ],
    )
