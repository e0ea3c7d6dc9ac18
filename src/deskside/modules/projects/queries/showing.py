"""Projects in the words and times of whoever looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.masking import mask_in_text, mask_phone
from deskside.kernel.site import Site
from deskside.modules.projects.models import ProjectCache
from deskside.modules.projects.queries.projects import types_now
from deskside.modules.projects.rules.times import Times, age_text
from deskside.modules.projects.rules.types import Language, Types, progress_of, step_bar, type_of
from deskside.modules.projects.rules.understanding import moment_of
from deskside.modules.projects.schemas.projects import (
    InvolvedOut,
    PaymentOut,
    ProjectOut,
    ProjectRowOut,
    StatusOut,
    StepOut,
)
from deskside.modules.projects.settings import TimeDisplay
from deskside.platform.settings import current


@dataclass(frozen=True)
class Showing:
    """What is needed to show a project."""

    types: Types
    times: Times
    language: Language
    now: datetime


def showing(db: Session, language: Language) -> Showing:
    """As types and times are set now."""
    return Showing(types_now(db), Times(current(db, TimeDisplay)), language, clock.now())


def age_of(synced_at: datetime, show: Showing) -> str:
    """5分钟前."""
    return age_text((show.now - synced_at).total_seconds(), show.language)


def row_out(row: ProjectCache, synced_at: datetime, show: Showing) -> ProjectRowOut:
    """As a list shows it."""
    return ProjectRowOut.model_validate(_row(row, synced_at, show))


def project_out(
    row: ProjectCache, synced_at: datetime, show: Showing, *, from_cache: bool, inner: bool
) -> ProjectOut:
    """As its page shows it; `inner`: with what only staff may know."""
    kind = type_of(show.types, row.type)
    bar = step_bar(kind, row.state, row.steps, show.language)
    zone = Site().zone
    payment = row.payment and PaymentOut(
        amount=row.payment.get("amount"),
        paid_at=show.times.payment(moment_of(row.payment.get("paid_at"), zone), row.type),
    )
    more = {
        "fault": mask_in_text(row.fault or "") or None,
        "payment": payment or None,
        "steps": [
            StepOut(
                key=one.key,
                label=one.label,
                reached=one.reached,
                current=one.current,
                at=show.times.text(moment_of(one.at, zone), row.type),
            )
            for one in bar
        ],
        "extra": masked(row.extra) if inner else None,
        "resolved_at": row.resolved_at,
        "resolved_by": row.resolved_name if inner else None,
        "from_cache": from_cache,
    }
    return ProjectOut.model_validate({**_row(row, synced_at, show), **more})


def status_out(row: ProjectCache, synced_at: datetime, show: Showing) -> StatusOut:
    """What a robot may say."""
    kind = type_of(show.types, row.type)
    status, age = kind.state_label(row.state, show.language), age_of(synced_at, show)
    said = f"您的{kind.label('zh')}【{row.title}】当前状态：{status}（{age}更新）。"
    if show.language == "en":
        said = f"Your {kind.label('en').lower()} “{row.title}” is now: {status} (as of {age})."
    return StatusOut(
        project_id=row.id,
        title=mask_in_text(row.title),
        type=row.type,
        status=status,
        progress=progress_of(kind, row.state, row.steps),
        updated_at=row.remote_updated_at,
        cache_time=age,
        message=mask_in_text(said),
    )


def masked(value: object) -> object:
    """What the remote said, with each phone in it masked and without WeChat ids."""
    if isinstance(value, str):
        return mask_in_text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        hidden = mask_in_text(str(value))
        return value if hidden == str(value) else hidden
    if isinstance(value, Mapping):
        return {str(name): masked(one) for name, one in value.items() if "openid" not in str(name)}
    if isinstance(value, list):
        return [masked(one) for one in value]
    return value


def _row(row: ProjectCache, synced_at: datetime, show: Showing) -> dict[str, object]:
    kind = type_of(show.types, row.type)
    state = kind.counted(row.state)
    return {
        "id": row.id,
        "type": row.type,
        "type_label": kind.label(show.language),
        "title": mask_in_text(row.title),
        "status": row.state,
        "status_label": kind.state_label(row.state, show.language),
        "colour": state.colour if state else "grey",
        "final": bool(state and state.final),
        "progress": progress_of(kind, row.state, row.steps),
        "customer": _person(row.customer),
        "engineer": _person(row.engineer),
        "salesman": _person(row.salesman),
        "device": mask_in_text(row.device or "") or None,
        "updated_at": row.remote_updated_at,
        "synced_at": synced_at,
        "cache_time": age_of(synced_at, show),
        "missing_since": row.missing_since,
    }


def _person(person: Mapping[str, str | None] | None) -> InvolvedOut | None:
    if person is None:
        return None
    phone = person.get("phone")
    return InvolvedOut(
        id=person.get("id"), name=person.get("name"), phone=mask_phone(phone) if phone else None
    )
