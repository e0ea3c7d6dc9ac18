"""Own preferences, and what customers do not want."""

from typing import Annotated

from fastapi import Query

from deskside.kernel.auth import SignedIn
from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.platform.notify.api.access import READS, Manager
from deskside.platform.notify.queries.people import list_opt_outs, show_preferences
from deskside.platform.notify.schemas.people import OptOutIn, OptOutOut, PreferencesIn, PreferencesOut
from deskside.platform.notify.service.people import add_opt_out, remove_opt_out, save_preferences

router = make_router("notify", "/api/notify")


@router.get("/preferences")
def get_preferences(db: Db, actor: SignedIn) -> PreferencesOut:
    """What the asker chose."""
    return db.read(show_preferences, actor)


@router.put("/preferences")
def put_preferences(db: Db, body: PreferencesIn, actor: SignedIn) -> PreferencesOut:
    """Save it; 409 has `current` when `version` is old."""
    return db.write(save_preferences, body, actor)


@router.get("/opt-outs", dependencies=READS)
def get_opt_outs(
    db: Db, page: Paged, recipient: Annotated[str | None, Query(max_length=120)] = None
) -> Items[OptOutOut]:
    """Who wants no notice of what."""
    return db.read(list_opt_outs, recipient, page)


@router.post("/opt-outs", status_code=201)
def post_opt_out(db: Db, body: OptOutIn, actor: Manager) -> OptOutOut:
    """Note it."""
    return db.write(add_opt_out, body, actor)


@router.delete("/opt-outs/{opt_out_id}", status_code=204)
def delete_opt_out(db: Db, opt_out_id: RowId, actor: Manager) -> None:
    """They want notices again."""
    db.write(remove_opt_out, opt_out_id, actor)
