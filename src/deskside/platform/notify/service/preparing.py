"""From a delivery that is due to a message ready to be handed over, or to why it is not."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select
from sqlalchemy.orm import aliased

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.errors import DesksideError
from deskside.kernel.vault import Vault
from deskside.platform.notify.addresses import SHARED, address_on, shown
from deskside.platform.notify.channels.base import Outgoing
from deskside.platform.notify.deliveries import INBOX
from deskside.platform.notify.events import Event, find_event, minters_of
from deskside.platform.notify.models import Attempt, ChannelState, Delivery, PostedNotice
from deskside.platform.notify.queries.people import wants
from deskside.platform.notify.queries.words import content_of
from deskside.platform.notify.quotas import take_quota
from deskside.platform.notify.rendering import body_of, values_of, without_minted
from deskside.platform.notify.service.bundling import bundle_of, digest_of_texts
from deskside.platform.notify.service.ending import OPEN, another_way, end_as, group_of, hold, move_on
from deskside.platform.notify.service.waiting import wait_until
from deskside.platform.notify.settings import NotifySettings
from deskside.platform.notify.texts import Content, fill_content, variables_in
from deskside.platform.settings import current

log = structlog.get_logger(__name__)

ORDER_SECONDS = 2.0


@dataclass(frozen=True)
class Desk:
    """What preparing needs of this process. `public_url`: where the console is reached, if that is known."""

    vault: Vault
    zone: ZoneInfo
    public_url: str | None


@dataclass(frozen=True)
class Prepared:
    """A message that was claimed: its delivery, its attempt, and what goes out."""

    delivery_id: int
    attempt_id: int
    outgoing: Outgoing
    files: Sequence[str]


class Passed(Enum):
    """Nothing to hand over: `NOTHING` is due, or one was `SETTLED` without sending."""

    NOTHING = 0
    SETTLED = 1


def prepare_next(db: Writes, channel: str, desk: Desk, *, set_up: bool) -> Prepared | Passed:
    """Claim the next message of the channel, urgent ones first, in the order of their time."""
    due = (
        select(Delivery, PostedNotice)
        .join(PostedNotice, PostedNotice.id == Delivery.notice_id)
        .where(
            Delivery.channel == channel,
            Delivery.state.in_(OPEN),
            Delivery.due_at <= clock.now(),
            Delivery.leader_id.is_(None),
        )
        .order_by(PostedNotice.urgent.desc(), Delivery.due_at, Delivery.id)
    )
    row = db.execute(due.limit(1)).one_or_none()
    if row is None:
        return Passed.NOTHING
    delivery, notice = row
    event = find_event(notice.event)
    if event is None:
        end_as(db, delivery, "failed", "unknown_event")
        return Passed.SETTLED
    if _is_settled(db, delivery, notice, event, set_up=set_up):
        return Passed.SETTLED
    if _has_to_wait(db, delivery, notice, desk):
        return Passed.SETTLED
    return _claim(db, delivery, notice, desk)


def _is_settled(db: Writes, delivery: Delivery, notice: PostedNotice, event: Event, *, set_up: bool) -> bool:
    """Whether it ends here, without a try on this channel."""
    if notice.expires_at <= clock.now():
        end_as(db, delivery, "expired", "too_old")
    elif _is_overtaken(db, notice):
        end_as(db, delivery, "superseded", "newer")
    elif not event.mandatory and not wants(db, notice.recipient_key, event.name, delivery.channel):
        move_on(db, delivery, "skipped", "opted_out")
    elif not set_up:
        move_on(db, delivery, "skipped", "not_configured")
    elif address_on(db, notice, delivery.channel) is None:
        move_on(db, delivery, "skipped", "no_address")
    else:
        return False
    return True


def _is_overtaken(db: Writes, notice: PostedNotice) -> bool:
    if notice.lane is None:
        return False
    newer = select(PostedNotice.id).where(PostedNotice.lane == notice.lane, PostedNotice.id > notice.id)
    return db.scalar(newer.limit(1)) is not None


def _has_to_wait(db: Writes, delivery: Delivery, notice: PostedNotice, desk: Desk) -> bool:
    """Whether it is not its time yet; a channel that is down is left for the next one, if there is one."""
    if delivery.channel == INBOX:
        return False
    now = clock.now()
    if _is_being_told(db, notice):
        hold(group_of(db, delivery), now + timedelta(seconds=ORDER_SECONDS), "order")
        return True
    until = wait_until(db, delivery, notice, desk.zone)
    if until is not None:
        hold(group_of(db, delivery), until[0], until[1])
        delivery.digest = delivery.digest or until[1] == "digest"
        return True
    state, settings = db.get(ChannelState, delivery.channel), current(db, NotifySettings)
    if state is not None and state.paused_until is not None and state.paused_until > now:
        gone = state.refused or state.failures > settings.retries
        if gone and another_way(db, delivery):
            move_on(db, delivery, "failed", "refused" if state.refused else "unavailable")
        else:
            hold(group_of(db, delivery), state.paused_until, "paused")
        return True
    full = take_quota(db, delivery.channel, settings.quota(delivery.channel), desk.zone)
    if full is None:
        return False
    if notice.urgent and another_way(db, delivery):
        move_on(db, delivery, "failed", "quota")
    else:
        hold(group_of(db, delivery), full, "quota")
    return True


def _is_being_told(db: Writes, notice: PostedNotice) -> bool:
    """Whether something earlier about the same is on its way at this moment, on whatever channel."""
    if notice.lane is None:
        return False
    other = aliased(PostedNotice)
    going = select(Delivery.id).join(other, other.id == Delivery.notice_id)
    going = going.where(other.lane == notice.lane, other.id < notice.id, Delivery.state == "sending")
    return db.scalar(going.limit(1)) is not None


def _claim(db: Writes, delivery: Delivery, notice: PostedNotice, desk: Desk) -> Prepared | Passed:
    address = address_on(db, notice, delivery.channel)
    if address is None:
        raise LookupError("the address went between two looks at it")
    group = [one for one in bundle_of(db, delivery, notice) if one is delivery or _goes_along(db, one)]
    try:
        texts = [_text(db, one, desk) for one in group]
    except (DesksideError, LookupError, ValueError, TypeError):
        # What a module mints is its own code: one notice that breaks it must not hold up the channel.
        log.exception("notify.text", delivery=delivery.id, event_name=notice.event)
        move_on(db, delivery, "failed", "text")
        return Passed.SETTLED
    if not any(body_of(text) or text.title or text.template for text in texts):
        move_on(db, delivery, "failed", "text")
        return Passed.SETTLED
    for one in group:
        one.state, one.reason, one.digest = "sending", None, len(group) > 1 or one.digest
        one.attempts, one.address = one.attempts + 1, shown(delivery.channel, address)
        one.leader_id = None if one is delivery else delivery.id
    attempt = Attempt(delivery_id=delivery.id, number=delivery.attempts, started_at=clock.now())
    db.add(attempt)
    db.flush()
    content = texts[0] if len(texts) == 1 else digest_of_texts(texts, notice.language)
    files = [name for one in group for name in _notice(db, one).attachments]
    outgoing = Outgoing(delivery.idempotency_key, address, content, repeated=delivery.lost > 0)
    return Prepared(delivery.id, attempt.id, outgoing, files if delivery.channel == "email" else ())


def _goes_along(db: Writes, follower: Delivery) -> bool:
    """Whether it is still to be told; what was in a message before stays in its repeat."""
    if follower.attempts:
        return True
    notice = _notice(db, follower)
    event = find_event(notice.event)
    return event is not None and not _is_settled(db, follower, notice, event, set_up=True)


def _text(db: Writes, delivery: Delivery, desk: Desk) -> Content:
    """What is said, with what was minted for it; the delivery keeps it without."""
    notice = _notice(db, delivery)
    event = find_event(notice.event)
    if event is None:
        raise LookupError(f"nobody declares {notice.event} any more")
    pattern = content_of(db, event, delivery.channel, notice.language)
    minted = _minted(db, delivery, notice, pattern, desk.vault)
    kept = fill_content(pattern, without_minted(event, notice.variables, minted))
    delivery.title, delivery.body = kept.title or None, body_of(kept) or None
    said = fill_content(pattern, values_of(event, notice.variables, minted))
    if said.link or not notice.href or not desk.public_url or delivery.channel in SHARED | {INBOX}:
        return said
    return said.model_copy(update={"link": f"{desk.public_url.rstrip('/')}{notice.href}"})


def _minted(
    db: Writes, delivery: Delivery, notice: PostedNotice, pattern: Content, vault: Vault
) -> dict[str, str]:
    """Made once for a delivery, so that a repeat says the same."""
    if delivery.minted is not None:
        kept: dict[str, str] = json.loads(vault.decrypt(delivery.minted))
        return kept
    used = {name for text in pattern.patterns().values() for name in variables_in(text)}
    made = {name: mint(db, notice) for name, mint in minters_of(notice.event).items() if name in used}
    if made:
        delivery.minted = vault.encrypt(json.dumps(made))
    return made


def _notice(db: Writes, delivery: Delivery) -> PostedNotice:
    notice = db.get(PostedNotice, delivery.notice_id)
    if notice is None:
        raise LookupError("a delivery has lost its notice")
    return notice
