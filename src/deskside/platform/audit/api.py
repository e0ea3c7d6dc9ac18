"""`/api/audit`: who changed what."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import AwareDatetime, StringConstraints

from deskside.kernel.auth import Requires
from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.platform.audit import queries
from deskside.platform.audit.schemas import AuditEntryOut, AuditFilter

router = make_router("audit")
Word = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$"), Query()]


def _filter(
    actor_id: Annotated[int, Query(ge=1, lt=2**63)] | None = None,
    action: Word | None = None,
    subject_type: Word | None = None,
    subject_id: Word | None = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
) -> AuditFilter:
    return AuditFilter(actor_id, action, subject_type, subject_id, since, until)


@router.get("/api/audit", dependencies=[Depends(Requires("audit:read"))])
def list_audit(db: Db, wanted: Annotated[AuditFilter, Depends(_filter)], page: Paged) -> Items[AuditEntryOut]:
    """Entries, the newest first."""
    return db.read(queries.find_entries, wanted, page)
