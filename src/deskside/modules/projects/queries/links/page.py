"""What a recipient's page shows of a project, every text in the reader's language."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.modules.projects.models import Feedback, ProjectCache, ProjectChange, ProjectFetch, TypeSync
from deskside.modules.projects.models.links import AccessToken
from deskside.modules.projects.queries.projects import types_now
from deskside.modules.projects.rules.freshness import confirmed
from deskside.modules.projects.rules.links_page import Moment, PageView, Step, StepState, with_id
from deskside.modules.projects.rules.links_people import people_of
from deskside.modules.projects.rules.times import Times, age_text
from deskside.modules.projects.rules.types import Language, ProjectType, step_bar, type_of
from deskside.modules.projects.settings import ShareLinks, TimeDisplay
from deskside.platform.settings import current

MOST_MOMENTS = 30
FAILED = "failed"


def page_view(db: Session, project_id: str, recipient: str, language: Language) -> PageView | None:
    """The page for one recipient; None when they have left the project. Nothing internal is in it."""
    project = db.get(ProjectCache, project_id)
    if project is None:
        return None
    people = people_of(project.customer, project.engineer, project.salesman)
    me = next((one for one in people.values() if one.recipient == recipient), None)
    if me is None:
        return None
    kind, times = type_of(types_now(db), project.type), Times(current(db, TimeDisplay))
    as_of = _as_of(db, project)
    names = {role: one.name for role, one in people.items()}
    payment = project.payment or {}
    links = current(db, ShareLinks)
    return PageView(
        project_id=project.id,
        title=project.title,
        type_label=kind.label(language),
        state_label=kind.state_label(project.state, language),
        age=age_text((clock.now() - as_of).total_seconds(), language),
        synced_at=times.text(as_of, project.type),
        device=project.device or "",
        fault=project.fault or "",
        customer=names.get("customer", "") if me.role != "customer" else "",
        engineer=names.get("engineer", ""),
        salesman=names.get("salesman", ""),
        amount=_amount(payment.get("amount")),
        paid_at=times.payment(_moment(payment.get("paid_at")), project.type),
        pay_url=_pay_url(links, project, payment) if me.role == "customer" else "",
        down_since=times.text(as_of, project.type) if _down(db, project, as_of) else None,
        feedback=_feedback(db, project, recipient),
        may_answer=me.role == "customer",
        steps=_steps(kind, project, times, language),
        timeline=_timeline(db, kind, project, times, language),
    )


def _as_of(db: Session, project: ProjectCache) -> datetime:
    read = db.get(TypeSync, project.type)
    return confirmed(project.synced_at, read.confirmed_at if read else None, project.missing_since)


def _down(db: Session, project: ProjectCache, as_of: datetime) -> bool:
    """Whether the last try to read this project failed, and nothing newer came since."""
    fetch = db.get(ProjectFetch, project.id)
    if fetch is None or fetch.outcome != FAILED or fetch.ended_at is None:
        return False
    return fetch.ended_at > as_of.timestamp() * 1000


def _pay_url(links: ShareLinks, project: ProjectCache, payment: dict[str, str | None]) -> str:
    """Where the customer may pay what is not paid yet."""
    due = project.type == "sales" and not payment.get("paid_at")
    return with_id(links.payment_url_template, project.id) if due else ""


def _amount(text: str | None) -> str:
    try:
        return f"¥{Decimal(text):,.2f}" if text else ""
    except InvalidOperation:
        return text or ""


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None


def _feedback(db: Session, project: ProjectCache, recipient: str) -> bool | None:
    mine = select(Feedback.solved).where(
        Feedback.project_id == project.id, Feedback.recipient == recipient, Feedback.state == project.state
    )
    return db.scalar(mine)


def _steps(kind: ProjectType, project: ProjectCache, times: Times, language: Language) -> tuple[Step, ...]:
    def shown(*, reached: bool, current_one: bool) -> StepState:
        return "at" if current_one else ("done" if reached else "todo")

    return tuple(
        Step(
            one.label,
            shown(reached=one.reached, current_one=one.current),
            times.text(_moment(one.at), project.type) or None,
        )
        for one in step_bar(kind, project.state, project.steps, language)
    )


def _timeline(
    db: Session, kind: ProjectType, project: ProjectCache, times: Times, language: Language
) -> tuple[Moment, ...]:
    """Changes of state alone, the newest first; what else changed is for staff."""
    changes = (
        select(ProjectChange.at, ProjectChange.old_state, ProjectChange.new_state)
        .where(ProjectChange.project_id == project.id, ProjectChange.new_state.is_not(None))
        .order_by(ProjectChange.id.desc())
        .limit(MOST_MOMENTS)
    )
    return tuple(
        Moment(
            times.text(at, project.type),
            kind.state_label(old, language) if old else "",
            kind.state_label(new, language) if new else "",
        )
        for at, old, new in db.execute(changes)
    )


def link_of(db: Session, token_hash: str) -> AccessToken | None:
    """The link, whatever has become of it."""
    return db.scalar(select(AccessToken).where(AccessToken.token_hash == token_hash))
