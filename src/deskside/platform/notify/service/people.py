"""What people choose, and what staff note for those who do not sign in."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Conflict, Invalid, NotFound
from deskside.platform.audit import record
from deskside.platform.notify.events import find_event
from deskside.platform.notify.models import Delivery, OptOut, PostedNotice, Preference
from deskside.platform.notify.notices import digest_of
from deskside.platform.notify.queries.people import (
    ANY,
    count_unread,
    inbox_of,
    key_of,
    opt_out_out,
    show_preferences,
)
from deskside.platform.notify.schemas.people import (
    MuteIn,
    OptOutIn,
    OptOutOut,
    PreferencesIn,
    PreferencesOut,
    ReadInput,
    UnreadOut,
)
from deskside.platform.notify.texts import CHANNELS


def save_preferences(db: Writes, body: PreferencesIn, actor: Principal) -> PreferencesOut:
    """The asker's own; Conflict with `current` for an old version."""
    for mute in body.mutes:
        _check_mute(mute.event, mute.channel)
    row = db.get(Preference, actor.user_id)
    if body.version != (row.version if row else 0):
        extra = {"current": show_preferences(db, actor).model_dump(mode="json")}
        raise Conflict("you saved this elsewhere meanwhile; load it again", code="stale", extra=extra)
    if row is None:
        row = Preference(user_id=actor.user_id, version=0)
        db.add(row)
    row.quiet_from, row.quiet_to, row.digest = body.quiet_from, body.quiet_to, body.digest
    row.version = body.version + 1
    _replace_mutes(db, body.mutes, actor)
    subject = ("user", actor.user_id)
    record(db, actor=actor, action="notify.preferences.save", subject=subject, new=body)
    try:
        db.flush()
    except IntegrityError:
        raise Conflict("you saved this elsewhere meanwhile; load it again", code="stale") from None
    return show_preferences(db, actor)


def _replace_mutes(db: Writes, mutes: Sequence[MuteIn], actor: Principal) -> None:
    db.execute(delete(OptOut).where(OptOut.recipient_key == key_of(actor.user_id)))
    for event, channel in dict.fromkeys((one.event, one.channel) for one in mutes):
        db.add(_row(key_of(actor.user_id), actor.name, event, channel, "", actor))


def add_opt_out(db: Writes, body: OptOutIn, actor: Principal) -> OptOutOut:
    """Note that a recipient wants no notice; Conflict where that is noted already."""
    _check_mute(body.event, body.channel)
    row = _row(body.recipient_key, body.recipient, body.event, body.channel, body.reason, actor)
    if db.scalar(select(OptOut.id).where(OptOut.once_key == row.once_key)) is not None:
        raise Conflict("that is noted already", code="exists")
    db.add(row)
    db.flush()
    record(db, actor=actor, action="notify.opt_out.add", subject=("recipient", body.recipient_key), new=body)
    return opt_out_out(row)


def remove_opt_out(db: Writes, opt_out_id: int, actor: Principal) -> None:
    """The recipient wants notices again."""
    row = db.get(OptOut, opt_out_id)
    if row is None:
        raise NotFound("there is no such entry; load the list again")
    subject = ("recipient", row.recipient_key)
    old = {"event": row.event, "channel": row.channel}
    db.delete(row)
    record(db, actor=actor, action="notify.opt_out.remove", subject=subject, old=old)


def mark_read(db: Writes, body: ReadInput, actor: Principal) -> UnreadOut:
    """Note what the asker has read; what is not theirs is left alone."""
    mine = select(Delivery.id).join(PostedNotice, PostedNotice.id == Delivery.notice_id)
    mine = mine.where(*inbox_of(actor.user_id), Delivery.read_at.is_(None))
    if body.until is not None:
        mine = mine.where(Delivery.finished_at <= body.until)
    else:
        mine = mine.where(Delivery.id.in_(body.ids))
    found = list(db.scalars(mine))
    if found:
        db.execute(update(Delivery).where(Delivery.id.in_(found)).values(read_at=clock.now()))
    return UnreadOut(unread=count_unread(db, actor.user_id))


def _row(recipient_key: str, name: str, event: str, channel: str, reason: str, actor: Principal) -> OptOut:
    return OptOut(
        once_key=digest_of(recipient_key, event, channel),
        recipient_key=recipient_key,
        recipient_name=name,
        event=event,
        channel=channel,
        reason=reason,
        author=actor.name,
        at=clock.now(),
    )


def _check_mute(event: str, channel: str) -> None:
    known = find_event(event)
    if event != ANY and known is None:
        raise Invalid(f"event: there is no event {event!r}", fields={"event": "unknown"})
    if known is not None and known.mandatory:
        raise Invalid("event: this one is always told", fields={"event": "mandatory"})
    if channel != ANY and channel not in CHANNELS:
        wrong = f"unknown; known: {', '.join(CHANNELS)}"
        raise Invalid(f"channel: {wrong}", fields={"channel": wrong})
