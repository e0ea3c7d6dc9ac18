"""Quick links and what is used."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from deskside.kernel import clock
from deskside.kernel.errors import Invalid
from deskside.kernel.paging import Items
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Manager, RowId, Zone
from deskside.modules.assist.queries.links import find_link, list_links
from deskside.modules.assist.queries.usage import read_usage
from deskside.modules.assist.rules.links import VARIABLES, fill_url
from deskside.modules.assist.schemas.panel import (
    FilledLink,
    LinkIn,
    LinkOut,
    LinkPatch,
    LinkTry,
    UsageOut,
    VariableOut,
)
from deskside.modules.assist.service.links import checked_url, create_link, delete_link, update_link

router = make_router("assist", "/api/assist")
MOST_DAYS = 366
A_MONTH = timedelta(days=29)


@router.get("/quick-links")
def links(_user: Manager, db: Db, zone: Zone) -> Items[LinkOut]:
    """Every link, in the order of the panel, with its clicks of the last 30 days."""
    items = db.read(list_links, clock.today(zone))
    return Items(items=items, total=len(items))


@router.get("/quick-links/variables")
def variables(_user: Manager) -> list[VariableOut]:
    """What may stand in braces in an address."""
    return [VariableOut(name=name, meaning=meaning) for name, meaning in VARIABLES.items()]


@router.post("/quick-links/preview")
def preview(body: LinkTry, _user: Manager) -> FilledLink:
    """An address filled in for an account, as a panel would."""
    values = {name: str(value) for name, value in body.model_dump(exclude={"url"}).items()}
    return FilledLink(url=fill_url(checked_url(body.url), values))


@router.get("/quick-links/{link_id}")
def link(link_id: RowId, _user: Manager, db: Db, zone: Zone) -> LinkOut:
    """One link."""
    return db.read(find_link, link_id, clock.today(zone))


@router.post("/quick-links", status_code=HTTPStatus.CREATED)
def add_link(body: LinkIn, user: Manager, db: Db, zone: Zone) -> LinkOut:
    """Add a link; open panels have it within two seconds."""
    return db.write(create_link, body, user, clock.today(zone))


@router.patch("/quick-links/{link_id}")
def edit_link(link_id: RowId, body: LinkPatch, user: Manager, db: Db, zone: Zone) -> LinkOut:
    """Change a link; 409 with the present one when `version` is old."""
    return db.write(update_link, link_id, body, user, clock.today(zone))


@router.delete("/quick-links/{link_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_link(link_id: RowId, user: Manager, db: Db, zone: Zone) -> None:
    """Take a link away."""
    db.write(delete_link, link_id, user, clock.today(zone))


@router.get("/usage")
def usage(
    _user: Manager,
    db: Db,
    zone: Zone,
    since: Annotated[date | None, Query()] = None,
    until: Annotated[date | None, Query()] = None,
) -> UsageOut:
    """What agents used; without dates, in the last 30 days."""
    last = until or clock.today(zone)
    first = since or max(date(1970, 1, 1), last - A_MONTH) if last > date(1970, 2, 1) else last
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Invalid(f"`since` is at most {MOST_DAYS - 1} days before `until`")
    return db.read(read_usage, first, last)
