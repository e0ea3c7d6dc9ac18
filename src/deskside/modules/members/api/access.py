"""Who asks, and what the answer is made from."""

from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from deskside.kernel.auth import Principal, requires
from deskside.kernel.wire import Db
from deskside.modules.members.queries.viewers import find_viewer
from deskside.modules.members.service.asking import Asking
from deskside.modules.members.service.parts import Sources
from deskside.modules.members.settings import MembersSettings
from deskside.platform.settings import SettingsCache


def _asking(request: Request, db: Db, principal: Principal) -> Asking:
    state = request.app.state
    settings = cast("SettingsCache", state.settings).get(MembersSettings)
    viewer = db.read(find_viewer, principal)
    return Asking(cast("Sources", state.members), settings, viewer, cast("ZoneInfo", state.zone))


def _reads(request: Request, db: Db, principal: Annotated[Principal, requires("members:read")]) -> Asking:
    return _asking(request, db, principal)


def _writes(request: Request, db: Db, principal: Annotated[Principal, requires("members:write")]) -> Asking:
    return _asking(request, db, principal)


def _reveals(request: Request, db: Db, principal: Annotated[Principal, requires("members:reveal")]) -> Asking:
    return _asking(request, db, principal)


Reads = Annotated[Asking, Depends(_reads)]
Writes = Annotated[Asking, Depends(_writes)]
Reveals = Annotated[Asking, Depends(_reveals)]
