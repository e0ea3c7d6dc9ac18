"""Reports that were made by themselves."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.calls.models import PeriodicReport
from deskside.modules.calls.schemas.actions import PeriodicOut


def list_periodic(db: Session, user: Principal, page: Page) -> Items[PeriodicOut]:
    """Those of `user`, the newest first."""
    found = select(PeriodicReport).where(PeriodicReport.owner_id == user.user_id)
    rows = db.scalars(found.order_by(PeriodicReport.id.desc()).limit(page.size).offset(page.offset))
    return Items(items=[PeriodicOut.model_validate(row) for row in rows], total=count_rows(db, found))
