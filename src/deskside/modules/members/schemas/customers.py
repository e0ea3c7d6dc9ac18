"""CUST-1 and CUST-2."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from deskside.kernel.money import Money
from deskside.modules.members.schemas.base import CamelOutput, Degraded, Hours, Metric, NoteOut


class AiStrategy(CamelOutput):
    color: str
    text: str


class AiInsight(CamelOutput):
    """What a model thinks of the customer; `createdAt` null: it has not been asked."""

    summary: str = ""
    strategies: list[AiStrategy] = Field(default_factory=list)
    created_at: datetime | None = None


class RetentionClueOut(CamelOutput):
    id: int
    category: str
    summary: str
    detail: str | None
    created_at: datetime


class CoachFee(CamelOutput):
    """A coach's part in a settlement; `fee` is that of the course, 基础课 or 激励课, alone."""

    id: int
    name: str | None
    level: str | None
    course_type: str | None
    hours: Hours
    fee: Money


class ConsumptionRecord(CamelOutput):
    """A settlement. `amountMismatch`: totalAmount is not tableFee + foodAmount + the coaches' fees."""

    id: int
    date: datetime
    table_name: str | None
    total_amount: Money
    table_fee: Money
    food_amount: Money
    coaches: list[CoachFee]
    amount_mismatch: bool


class MemberTask(CamelOutput):
    """A coach's task about the customer; `metrics` are of the last 60 days.

    `clueId`: the retention clue that it was made from.
    """

    task_id: int
    coach_id: int
    coach_name: str | None
    level: str | None
    level_color: str
    task_type: str
    task_color: str
    bg_class: str
    status: str
    abandon_reason: str | None
    created_at: datetime
    completed_at: datetime | None
    clue_id: int | None
    metrics: list[Metric]


class FavoriteCoach(CamelOutput):
    """`stats`: 基础课时, 激励课时 (hours), 上课次数 (times), 充值金额 (yuan)."""

    id: int
    name: str | None
    avatar: str | None
    level: str | None
    relation_index: float
    emoji: str
    stats: list[Metric]


class CustomerDetail(CamelOutput):
    """CUST-1. What is null on top could not be had, or is not known; `degraded` tells which."""

    id: int
    name: str | None
    phone: str | None
    phone_full: None = None
    avatar: str | None
    level: str | None
    balance: Money | None
    consumption_60d: Money | None = Field(alias="consumption60d")
    days_since_visit: int | None
    ai_insight: AiInsight
    retention_clues: list[RetentionClueOut]
    notes: list[NoteOut]
    consumption_records: list[ConsumptionRecord]
    has_more_consumption: bool
    coach_tasks: list[MemberTask]
    favorite_coaches: list[FavoriteCoach]
    degraded: list[Degraded]


class ServiceRecordItem(CamelOutput):
    """A service. `isEstimate`: its income is not settled yet."""

    id: int
    date: datetime
    table: str | None
    record_type: Literal["course", "recharge"]
    course_type: str | None
    hours: Hours
    income: Money
    is_estimate: bool
    coach_id: int
    coach: str | None


class CustomerRecords(CamelOutput):
    """CUST-2. The month's figures follow year, month and table; totalServiceCount is of all months."""

    customer_name: str | None
    customer_phone: str | None
    month_count: int | None
    month_hours: Hours | None
    total_service_count: int | None
    records: list[ServiceRecordItem]
    has_more: bool
    degraded: list[Degraded]
