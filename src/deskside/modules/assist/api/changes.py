"""What moved since somebody looked, as the console asks for it."""

from typing import Annotated

from fastapi import Query

from deskside.kernel.db import Reads
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Reader
from deskside.modules.assist.cache.changes import PANEL_VERSIONS
from deskside.modules.assist.cache.snapshot import VERSIONS
from deskside.modules.assist.queries.changes import count_edits, count_ticks
from deskside.modules.assist.rules.revisions import Revision, parse_revision
from deskside.modules.assist.schemas.changes import ChangesOut
from deskside.modules.assist.schemas.fields import AcctId

router = make_router("assist", "/api/assist")


@router.get("/changes")
def changes(
    acct_id: Annotated[AcctId, Query()], _user: Reader, db: Db, since: str | None = None
) -> ChangesOut:
    """What changed of an account since a revision: that of the last answer, or of the look-up.

    Requests with a bearer token wait up to 25 s for something to tell; others are answered at once.
    """
    present = db.read(_present, acct_id)
    return ChangesOut(revision=str(present), changed=present.changed(parse_revision(since)))


def _present(db: Reads, acct_id: int) -> Revision:
    return Revision(count_edits(db, VERSIONS), count_ticks(db, acct_id), count_edits(db, PANEL_VERSIONS))
