"""COACH-1."""

from datetime import date, datetime

from pydantic import Field

from deskside.kernel.money import Money
from deskside.modules.members.schemas.base import CamelOutput, Degraded, Hours, NoteOut


class PerformanceMetrics(CamelOutput):
    """`perfCurrent` are this month's hours, `perfTarget` the tier above them (the last when passed).

    Hours and salary are null, and not 0, while a month that was worked in has not been calculated.
    """

    monthly_hours: Hours | None
    monthly_salary: Money | None
    customer_balance: Money | None
    tasks_completed: int | None
    perf_current: Hours | None
    perf_target: int | None


class IncomeItem(CamelOutput):
    """One kind of income; `source` is the column it comes from. null: not calculated yet."""

    label: str
    amount: Money | None
    source: str


class IncomeSection(CamelOutput):
    this_month: list[IncomeItem] = Field(default_factory=list)
    last_month: list[IncomeItem] = Field(default_factory=list)


class TopCustomer(CamelOutput):
    id: int
    name: str | None
    heart_emoji: str
    relation_index: float
    consume: Money
    balance: Money


class CoachServiceRecord(CamelOutput):
    id: int
    date: datetime
    customer_id: int
    customer_name: str | None
    table: str | None
    record_type: str
    course_type: str | None
    hours: Hours
    income: Money
    is_estimate: bool


class CoachTaskItem(CamelOutput):
    """An active or inactive task; `customerName` is null while names cannot be had."""

    task_id: int
    customer_id: int
    customer_name: str | None
    task_type: str
    task_color: str
    bg_class: str
    status: str
    created_at: datetime
    notes: list[NoteOut]


class AbandonedTask(CamelOutput):
    task_id: int
    customer_id: int
    customer_name: str | None
    task_type: str
    abandon_reason: str | None
    created_at: datetime


class HistoryMonth(CamelOutput):
    """A month as text and as figures. `estimated`: it is the current one.

    A month in which nothing happened has zeros; hours and salary are null where it has not been calculated.
    """

    month: str
    estimated: bool
    customers: str
    hours: str | None
    salary: str | None
    customer_count: int
    hours_value: Hours | None
    salary_value: Money | None
    callback_count: int
    recall_count: int


class CoachDetail(CamelOutput):
    """COACH-1. What is null on top could not be had, or is not known; `degraded` tells which."""

    id: int
    name: str | None
    avatar: str | None
    level: str | None
    skills: list[str]
    work_years: int | None
    hire_date: date | None
    performance: PerformanceMetrics
    income: IncomeSection
    tier_nodes: list[int]
    top_customers: list[TopCustomer]
    service_records: list[CoachServiceRecord]
    visible_tasks: list[CoachTaskItem]
    hidden_tasks: list[CoachTaskItem]
    abandoned_tasks: list[AbandonedTask]
    notes: list[NoteOut]
    history_months: list[HistoryMonth]
    degraded: list[Degraded]
