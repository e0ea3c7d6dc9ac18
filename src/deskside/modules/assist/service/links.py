"""Quick links: kept by managers, followed by agents."""

from datetime import date

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.errors import no_link, stale, unknown_business, wrong_field
from deskside.modules.assist.models.panel import QuickLink
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.queries.links import present_links
from deskside.modules.assist.queries.panel import VERSION
from deskside.modules.assist.rules.links import BadLinkError, check_url
from deskside.modules.assist.schemas.panel import LinkIn, LinkOut, LinkPatch
from deskside.platform import audit
from deskside.platform.versions import bump


def create_link(db: Writes, body: LinkIn, actor: Principal, today: date) -> LinkOut:
    """Add a link. Raise Invalid for an address that cannot be followed, BadRequest for an unknown product."""
    row = QuickLink(version=1)
    _fill(db, row, body.model_dump(), actor)
    db.add(row)
    return _recorded(db, actor, "create", None, row, today)


def update_link(db: Writes, link_id: int, body: LinkPatch, actor: Principal, today: date) -> LinkOut:
    """Change a link. Raise NotFound; Conflict with the present one when `version` is old."""
    row = _locked(db, link_id)
    (old,) = present_links(db, [row], today)
    if row.version != body.version:
        raise stale(f"the link {row.title}", "current", old.model_dump(mode="json"))
    _fill(db, row, body.model_dump(exclude={"version"}, exclude_unset=True), actor)
    row.version += 1
    return _recorded(db, actor, "update", old, row, today)


def delete_link(db: Writes, link_id: int, actor: Principal, today: date) -> None:
    """Take a link away; its counts stay. Raise NotFound."""
    row = _locked(db, link_id)
    (old,) = present_links(db, [row], today)
    db.delete(row)
    bump(db, VERSION)
    audit.record(db, actor=actor, action="assist.link.delete", subject=("link", link_id), old=old)


def checked_url(url: str) -> str:
    """The address. Raise Invalid that says why no panel would follow it."""
    try:
        check_url(url)
    except BadLinkError as error:
        raise wrong_field("url", str(error)) from error
    return url


def _locked(db: Writes, link_id: int) -> QuickLink:
    row = db.scalar(select(QuickLink).where(QuickLink.id == link_id).with_for_update())
    if row is None:
        raise no_link(link_id)
    return row


def _fill(db: Writes, row: QuickLink, values: dict[str, object], actor: Principal) -> None:
    if "url" in values:
        checked_url(str(values["url"]))
    if "products" in values:
        values["products"] = _known(db, values["products"])
    for name, value in values.items():
        setattr(row, name, value)
    row.modified_by, row.last_modified = actor.user_id, clock.now()


def _known(db: Writes, products: object) -> list[str]:
    """The products as they are spelled here."""
    known = {name.casefold(): name for name in known_businesses(db).values()}
    names = [str(name) for name in products] if isinstance(products, list) else []
    for name in names:
        if name.casefold() not in known:
            raise unknown_business(name, known.values())
    return sorted({known[name.casefold()] for name in names})


def _recorded(
    db: Writes, actor: Principal, verb: str, old: LinkOut | None, row: QuickLink, today: date
) -> LinkOut:
    db.flush()
    bump(db, VERSION)
    (new,) = present_links(db, [row], today)
    audit.record(db, actor=actor, action=f"assist.link.{verb}", subject=("link", row.id), old=old, new=new)
    return new
