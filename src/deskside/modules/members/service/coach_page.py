"""COACH-1: one coach on one page."""

from deskside.modules.members.errors import no_coach
from deskside.modules.members.queries.coaches import find_coach
from deskside.modules.members.queries.own import count_completed, count_visits
from deskside.modules.members.queries.rows import CoachRow
from deskside.modules.members.queries.viewers import Viewer
from deskside.modules.members.rules.days import last_months, whole_years
from deskside.modules.members.rules.money import next_tier
from deskside.modules.members.rules.skills import read_skills
from deskside.modules.members.schemas.coaches import CoachDetail, IncomeSection, PerformanceMetrics
from deskside.modules.members.service import coach_parts as parts
from deskside.modules.members.service.asking import BANNER, Asking
from deskside.modules.members.service.coach_tasks import NO_TASKS, name_customers, read_task_groups
from deskside.modules.members.service.parts import Part

NOBODY = CoachRow(None, None, None, None, None)
NO_FIGURES = parts.Figures(None, None)


def read_coach(asking: Asking, coach_id: int) -> CoachDetail:
    """The page. Raise NotFound for a coach whom the viewer may not see."""
    check_coach(asking.viewer, coach_id)
    page, site, zone = asking.page(), asking.viewer.site, asking.zone
    months = last_months(asking.today)
    top = page.warehouse("topCustomers", parts.read_top_customers, site, coach_id)
    records = page.warehouse("serviceRecords", parts.read_service_records, site, coach_id)
    history = page.warehouse("historyMonths", parts.read_history, site, coach_id, months, zone)
    coach = page.warehouse(BANNER, find_coach, site, coach_id)
    figures = page.warehouse(BANNER, parts.read_figures, site, coach_id, months[0], zone)
    income = page.warehouse("income", parts.read_income, site, coach_id, months[:2], zone)
    names = page.both("taskCustomers", name_customers, site, coach_id)
    done = page.own(BANNER, count_completed, site, coach_id, months[0].span(zone))
    visits = page.own("historyMonths", count_visits, site, coach_id, months, zone)
    tasks = page.own("taskGroups", read_task_groups, site, coach_id)
    notes = page.own("notes", parts.read_coach_notes, site, coach_id)

    who = _shown_coach(coach, coach_id)
    groups = tasks.or_default(NO_TASKS).with_names(names.or_default({}))
    return CoachDetail(
        id=coach_id,
        name=who.name,
        avatar=who.avatar,
        level=who.level,
        skills=read_skills(who.skills),
        work_years=whole_years(who.hire_date, asking.today),
        hire_date=who.hire_date,
        performance=_performance(figures.or_default(NO_FIGURES), done.or_none(), asking.settings.tier_nodes),
        income=income.or_default(IncomeSection()),
        tier_nodes=list(asking.settings.tier_nodes),
        top_customers=top.or_default([]),
        service_records=records.or_default([]),
        visible_tasks=groups.visible,
        hidden_tasks=groups.hidden,
        abandoned_tasks=groups.abandoned,
        notes=notes.or_default([]),
        history_months=parts.show_history(history.or_none(), visits.or_none(), months),
        degraded=page.degraded,
    )


def check_coach(viewer: Viewer, coach_id: int) -> None:
    """Raise NotFound for another coach's page."""
    if viewer.coach_id is not None and viewer.coach_id != coach_id:
        raise no_coach(coach_id)


def _shown_coach(part: Part[CoachRow | None], coach_id: int) -> CoachRow:
    found = part.or_default(NOBODY)
    if found is None:
        raise no_coach(coach_id)
    return found


def _performance(figures: parts.Figures, done: int | None, nodes: tuple[int, ...]) -> PerformanceMetrics:
    hours = figures.hours
    return PerformanceMetrics(
        monthly_hours=hours,
        monthly_salary=figures.salary,
        customer_balance=figures.balance,
        tasks_completed=done,
        perf_current=hours,
        perf_target=None if hours is None else next_tier(hours, nodes),
    )
