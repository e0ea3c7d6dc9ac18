"""Quick links with their clicks."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.modules.assist.errors import no_link
from deskside.modules.assist.models.panel import PanelUse, QuickLink
from deskside.modules.assist.queries.people import user_names
from deskside.modules.assist.schemas.panel import LinkOut

COUNTED_DAYS = 30


def list_links(db: Session, today: date) -> list[LinkOut]:
    """All of them, in the order of the panel."""
    rows = db.scalars(select(QuickLink).order_by(QuickLink.position, QuickLink.id)).all()
    return present_links(db, rows, today)


def find_link(db: Session, link_id: int, today: date) -> LinkOut:
    """One link. Raise NotFound."""
    row = db.get(QuickLink, link_id)
    if row is None:
        raise no_link(link_id)
    return present_links(db, [row], today)[0]


def present_links(db: Session, rows: Sequence[QuickLink], today: date) -> list[LinkOut]:
    """Stored links as they are answered."""
    names = user_names(db, {row.modified_by for row in rows})
    counted = (
        select(PanelUse.used, func.sum(PanelUse.times))
        .where(PanelUse.kind == "link", PanelUse.day > today - timedelta(days=COUNTED_DAYS))
        .group_by(PanelUse.used)
    )
    clicks = dict(db.execute(counted).all())
    return [
        LinkOut(
            id=row.id,
            title=row.title,
            url=row.url,
            products=row.products,
            departments=row.departments,
            position=row.position,
            enabled=row.enabled,
            clicks=int(clicks.get(str(row.id), 0)),
            last_modified=row.last_modified,
            by=names.get(row.modified_by or 0),
            version=row.version,
        )
        for row in rows
    ]
