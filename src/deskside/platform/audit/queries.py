"""Questions to the audit."""

from sqlalchemy import ColumnElement, func, select

from deskside.kernel.db import Reads, escape_like
from deskside.kernel.paging import Items, Page
from deskside.platform.audit.models import AuditEntry
from deskside.platform.audit.schemas import AuditEntryOut, AuditFilter


def find_entries(db: Reads, wanted: AuditFilter, page: Page) -> Items[AuditEntryOut]:
    """The entries that match, the newest first."""
    conditions = _conditions(wanted)
    newest = select(AuditEntry).where(*conditions).order_by(AuditEntry.id.desc())
    rows = db.scalars(newest.offset(page.offset).limit(page.size))
    items = [AuditEntryOut.model_validate(row) for row in rows]
    return Items(items=items, total=db.scalar(select(func.count(AuditEntry.id)).where(*conditions)) or 0)


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    exact = {
        AuditEntry.actor_id: wanted.actor_id,
        AuditEntry.subject_type: wanted.subject_type,
        AuditEntry.subject_id: wanted.subject_id,
    }
    conditions = [column == value for column, value in exact.items() if value is not None]
    if wanted.action is not None:
        conditions.append(AuditEntry.action.like(escape_like(wanted.action) + "%", escape="\\"))
    if wanted.since is not None:
        conditions.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditEntry.at < wanted.until)
    return conditions
