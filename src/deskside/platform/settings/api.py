"""`/api/settings`: the groups, their values and who changed them."""

from typing import Annotated

from fastapi import Depends

from deskside.kernel.auth import Principal, Requires
from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.vault import VaultOf
from deskside.kernel.wire import Db
from deskside.platform.settings import queries, service
from deskside.platform.settings.schemas import GroupChange, GroupIn, GroupOut, GroupsOut

router = make_router("settings", "/api/settings")
CanRead = Depends(Requires("settings:read"))
Editor = Annotated[Principal, Depends(Requires("settings:manage"))]


@router.get("", dependencies=[CanRead])
def list_settings(db: Db) -> GroupsOut:
    """Every group with its values and the JSON schema of its form."""
    return db.read(queries.list_groups)


@router.get("/{group}", dependencies=[CanRead])
def get_settings(db: Db, group: str) -> GroupOut:
    """One group."""
    return db.read(queries.read_group, group)


@router.put("/{group}")
def put_settings(db: Db, vault: VaultOf, group: str, body: GroupIn, actor: Editor) -> GroupOut:
    """Save; 409 with `current` when `version` is not the newest."""
    return db.write(service.save_group, group, body, actor, vault)


@router.get("/{group}/history", dependencies=[CanRead])
def get_settings_history(db: Db, group: str, page: Paged) -> Items[GroupChange]:
    """Who changed what, the newest first."""
    return db.read(queries.read_history, group, page)
