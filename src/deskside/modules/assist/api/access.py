"""Who may call, and the site's zone."""

from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Path, Request

from deskside.kernel.auth import Principal, requires
from deskside.modules.assist.models import MAX_INT

Reader = Annotated[Principal, requires("assist:read")]
Ticker = Annotated[Principal, requires("assist:tick")]
Manager = Annotated[Principal, requires("assist:manage")]
RowId = Annotated[int, Path(ge=1, le=MAX_INT)]


def _zone(request: Request) -> ZoneInfo:
    return cast("ZoneInfo", request.app.state.zone)


Zone = Annotated[ZoneInfo, Depends(_zone)]
