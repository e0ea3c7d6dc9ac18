"""Many customers at once, and the way back."""

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.modules.contacts.api.access import Writer
from deskside.modules.contacts.queries.batches import list_batches
from deskside.modules.contacts.schemas.bulk import BatchOut, BulkEditIn, BulkIn, BulkOut, UndoOut
from deskside.modules.contacts.service import bulk

router = make_router("contacts", "/api/contacts")


@router.post("/bulk-edit")
def edit_many(user: Writer, body: BulkEditIn, db: Db) -> BulkOut:
    """Give up to 1,000 customers the same values."""
    return db.write(bulk.bulk_edit, body, user)


@router.post("/bulk-delete")
def delete_many(user: Writer, body: BulkIn, db: Db) -> BulkOut:
    """Put up to 1,000 customers into the bin."""
    return db.write(bulk.bulk_delete, body, user)


@router.get("/batches")
def batches(user: Writer, db: Db, page: Paged) -> Items[BatchOut]:
    """What the caller has done to many at once, the newest first."""
    return db.read(list_batches, user, page)


@router.post("/batches/{batch_id}/undo")
def undo_many(user: Writer, batch_id: RowId, db: Db) -> UndoOut:
    """Take it back where nobody has changed the customer since; the rest is listed."""
    return db.write(bulk.undo_batch, batch_id, user)
