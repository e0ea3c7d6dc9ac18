"""Acts on many customers, as whoever did them sees them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.contacts.models import Batch, BatchRow
from deskside.modules.contacts.schemas.bulk import BatchOut


def list_batches(db: Session, user: Principal, page: Page) -> Items[BatchOut]:
    """The user's own, the newest first."""
    wanted = select(Batch).where(Batch.actor_id == user.user_id, Batch.kind != "merge")
    rows = db.scalars(wanted.order_by(Batch.id.desc()).limit(page.size).offset(page.offset)).all()
    counting = (
        select(BatchRow.batch_id, func.count())
        .where(BatchRow.batch_id.in_([row.id for row in rows]))
        .group_by(BatchRow.batch_id)
    )
    counts = dict(db.execute(counting).all())
    items = [
        BatchOut.model_validate(
            {
                **{name: getattr(row, name) for name in ("id", "kind", "actor", "at", "undone_at")},
                "count": counts.get(row.id, 0),
            }
        )
        for row in rows
    ]
    return Items(items=items, total=count_rows(db, wanted))
