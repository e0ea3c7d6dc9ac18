"""What people chose, and what came for them."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.kernel.paging import Items, Page, count_rows
from deskside.platform.identity import User
from deskside.platform.notify.addresses import ADDRESS_OF, addresses_of
from deskside.platform.notify.models import Delivery, OptOut, PostedNotice, Preference
from deskside.platform.notify.queries.log import event_title
from deskside.platform.notify.schemas.people import (
    InboxItem,
    MuteOut,
    NoticesOut,
    OptOutOut,
    PreferencesOut,
)

ANY = "*"


def key_of(user_id: int) -> str:
    """The recipient that a user is."""
    return f"user:{user_id}"


def wants(db: Session, recipient_key: str, event: str, channel: str) -> bool:
    """False where the recipient opted out of the event, the channel or both."""
    mutes = select(OptOut.id).where(
        OptOut.recipient_key == recipient_key,
        OptOut.event.in_((event, ANY)),
        OptOut.channel.in_((channel, ANY)),
    )
    return db.scalar(mutes.limit(1)) is None


def show_preferences(db: Session, actor: Principal) -> PreferencesOut:
    """The asker's own."""
    row = db.get(Preference, actor.user_id)
    user = db.get(User, actor.user_id)
    known = {} if user is None else addresses_of(user)
    mutes = db.scalars(
        select(OptOut).where(OptOut.recipient_key == key_of(actor.user_id)).order_by(OptOut.id)
    )
    reached = {channel: name in known for channel, name in ADDRESS_OF.items()} | {"inbox": True}
    return PreferencesOut.model_validate(
        {
            "quiet_from": row.quiet_from if row else None,
            "quiet_to": row.quiet_to if row else None,
            "digest": bool(row and row.digest),
            "mutes": [MuteOut(event=one.event, channel=one.channel) for one in mutes],
            "reached": reached,
            "version": row.version if row else 0,
        }
    )


def list_opt_outs(db: Reads, recipient: str | None, page: Page) -> Items[OptOutOut]:
    """Who wants nothing of something, the newest first."""
    rows = select(OptOut)
    if recipient:
        rows = rows.where((OptOut.recipient_key == recipient) | (OptOut.recipient_name == recipient))
    found = db.scalars(rows.order_by(OptOut.id.desc()).offset(page.offset).limit(page.size))
    return Items(items=[opt_out_out(row) for row in found], total=count_rows(db, rows))


def opt_out_out(row: OptOut) -> OptOutOut:
    """One of them."""
    return OptOutOut(
        id=row.id,
        recipient_key=row.recipient_key,
        recipient=row.recipient_name,
        event=row.event,
        channel=row.channel,
        reason=row.reason,
        author=row.author,
        at=row.at,
    )


def list_inbox(
    db: Session, actor: Principal, page: Page, language: str, *, unread: bool | None = None
) -> NoticesOut:
    """What came for the asker, the newest first."""
    mine = select(Delivery, PostedNotice).join(PostedNotice, PostedNotice.id == Delivery.notice_id)
    mine = mine.where(*inbox_of(actor.user_id))
    if unread is not None:
        mine = mine.where(Delivery.read_at.is_(None) if unread else Delivery.read_at.is_not(None))
    rows = db.execute(mine.order_by(Delivery.id.desc()).offset(page.offset).limit(page.size))
    return NoticesOut(
        items=[_inbox_item(delivery, notice, language) for delivery, notice in rows],
        total=count_rows(db, mine.with_only_columns(Delivery.id)),
        unread=count_unread(db, actor.user_id),
    )


def count_unread(db: Session, user_id: int) -> int:
    """How many a person has not read."""
    mine = select(func.count(Delivery.id)).join(PostedNotice, PostedNotice.id == Delivery.notice_id)
    return db.scalar(mine.where(*inbox_of(user_id), Delivery.read_at.is_(None))) or 0


def inbox_of(user_id: int) -> tuple[ColumnElement[bool], ...]:
    """The deliveries that lie in a person's inbox, of those joined with their notices."""
    return PostedNotice.user_id == user_id, Delivery.channel == "inbox", Delivery.state == "sent"


def _inbox_item(delivery: Delivery, notice: PostedNotice, language: str) -> InboxItem:
    return InboxItem(
        id=delivery.id,
        event=notice.event,
        event_title=event_title(notice.event, language),
        title=delivery.title or "",
        body=delivery.body or "",
        href=notice.href,
        at=delivery.finished_at or delivery.created_at,
        read_at=delivery.read_at,
    )
