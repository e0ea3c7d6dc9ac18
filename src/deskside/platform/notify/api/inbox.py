"""One's own inbox."""

from deskside.kernel.auth import SignedIn
from deskside.kernel.paging import Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.platform.notify.api.access import Spoken
from deskside.platform.notify.queries.people import count_unread, list_inbox
from deskside.platform.notify.schemas.people import NoticesOut, ReadInput, UnreadOut
from deskside.platform.notify.service.people import mark_read

router = make_router("notify", "/api/notify/inbox")


@router.get("")
def get_notices(
    db: Db,
    actor: SignedIn,
    page: Paged,
    language: Spoken,
    unread: bool | None = None,  # noqa: FBT001 - a query parameter
) -> NoticesOut:
    """What came for the asker, the newest first."""
    with db.reading() as session:
        return list_inbox(session, actor, page, language, unread=unread)


@router.get("/unread")
def get_unread(db: Db, actor: SignedIn) -> UnreadOut:
    """How many the asker has not read."""
    return UnreadOut(unread=db.read(count_unread, actor.user_id))


@router.post("/read")
def post_read(db: Db, body: ReadInput, actor: SignedIn) -> UnreadOut:
    """The asker has read these, or everything until a moment."""
    return db.write(mark_read, body, actor)
