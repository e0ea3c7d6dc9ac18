"""What was sent to whom, and how it went."""

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session

from deskside.kernel.db import Reads, escape_like
from deskside.kernel.errors import NotFound
from deskside.kernel.masking import mask_in_text
from deskside.kernel.paging import Items, Page, count_rows
from deskside.platform.notify.events import find_event
from deskside.platform.notify.models import Attempt, Delivery, PostedNotice
from deskside.platform.notify.schemas.log import (
    AttemptOut,
    DeliveryDetail,
    DeliveryFilter,
    DeliveryOut,
    SiblingOut,
)
from deskside.platform.notify.words import said

Joined = Select[Delivery, PostedNotice]
OVER = {"sent", "maybe_sent", "failed", "superseded", "expired", "skipped"}


def event_title(name: str, language: str) -> str:
    """What people call an event; its name where nobody declares it any more."""
    event = find_event(name)
    return name if event is None else said(event.title, language)


def list_deliveries(db: Reads, wanted: DeliveryFilter, page: Page, language: str) -> Items[DeliveryOut]:
    """The newest first."""
    found = _joined().where(*_conditions(wanted))
    rows = db.execute(found.order_by(Delivery.id.desc()).offset(page.offset).limit(page.size))
    items = [DeliveryOut.model_validate(_values(row, language)) for row in rows]
    return Items(items=items, total=count_rows(db, found.with_only_columns(Delivery.id)))


def show_delivery(db: Session, delivery_id: int, language: str) -> DeliveryDetail:
    """One, with its tries; NotFound."""
    row = find_delivery(db, delivery_id)
    delivery, notice = row
    leader = delivery.leader_id or delivery.id
    tries = db.scalars(select(Attempt).where(Attempt.delivery_id == leader).order_by(Attempt.id))
    others = select(Delivery).where(Delivery.notice_id == notice.id, Delivery.id != delivery.id)
    values = _values(row, language) | {
        "key": delivery.idempotency_key,
        "notice_key": notice.notice_key,
        "audience": notice.audience,
        "body": delivery.body,
        "provider_id": delivery.provider_id,
        "expires_at": notice.expires_at,
        "href": notice.href,
        "tries": [AttemptOut.model_validate(one) for one in tries],
        "siblings": [SiblingOut.model_validate(one) for one in db.scalars(others.order_by(Delivery.id))],
    }
    return DeliveryDetail.model_validate(values)


def find_delivery(db: Session, delivery_id: int) -> Row[Delivery, PostedNotice]:
    """The delivery and its notice, or NotFound."""
    row = db.execute(_joined().where(Delivery.id == delivery_id)).one_or_none()
    if row is None:
        raise NotFound("there is no such delivery; old ones are forgotten at night")
    return row


def _joined() -> Joined:
    return select(Delivery, PostedNotice).join(PostedNotice, PostedNotice.id == Delivery.notice_id)


def _values(row: Row[Delivery, PostedNotice], language: str) -> dict[str, object]:
    delivery, notice = row
    plain = ("id", "channel", "address", "state", "reason", "attempts", "digest", "created_at", "finished_at")
    return {name: getattr(delivery, name) for name in (*plain, "resend_of", "resent_by", "title")} | {
        "event": notice.event,
        "event_title": event_title(notice.event, language),
        "recipient_key": notice.recipient_key,
        "recipient": mask_in_text(notice.recipient_name),
        "repeated": delivery.lost > 0,
        "due_at": None if delivery.state in OVER else delivery.due_at,
    }


def _conditions(wanted: DeliveryFilter) -> list[ColumnElement[bool]]:
    pairs = (
        (PostedNotice.event, wanted.event),
        (Delivery.channel, wanted.channel),
        (Delivery.state, wanted.state),
    )
    conditions: list[ColumnElement[bool]] = [column == value for column, value in pairs if value is not None]
    if wanted.recipient:
        pattern = f"%{escape_like(wanted.recipient)}%"
        named = PostedNotice.recipient_name.like(pattern, escape="\\")
        conditions.append(or_(named, PostedNotice.recipient_key == wanted.recipient))
    if wanted.since is not None:
        conditions.append(Delivery.created_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Delivery.created_at < wanted.until)
    return conditions
