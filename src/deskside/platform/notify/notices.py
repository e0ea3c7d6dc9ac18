"""Telling somebody something: one row of the outbox, in the transaction in which it happened."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.platform.notify.deliveries import open_deliveries
from deskside.platform.notify.events import EVERYBODY, Event, find_event
from deskside.platform.notify.models import PostedNotice
from deskside.platform.notify.rulebook import Ruling, ruling_of
from deskside.platform.notify.settings import NotifySettings
from deskside.platform.settings import current

ADDRESSES = ("phone", "email", "openid", "wecom")
LONGEST_VALUE = 4_000


@dataclass(frozen=True)
class Recipient:
    """Who is told. With a `user_id` addresses, language and wishes are the user's own."""

    key: str
    name: str
    user_id: int | None = None
    phone: str | None = None
    email: str | None = None
    openid: str | None = None
    wecom: str | None = None
    language: str = "zh"

    @classmethod
    def user(cls, user_id: int, name: str, language: str = "zh") -> "Recipient":
        """Somebody who signs in here."""
        return cls(f"user:{user_id}", name, user_id, language=language)


@dataclass(frozen=True)
class Notice:
    """Something to tell. Once per `key`, recipient and channel, however often it is posted.

    `channels` is the order in which they are tried until one succeeds; `inbox` in it is served besides.
    A rule of the event for `audience` and `facts` wins over it. Of one `subject` a recipient last hears the
    newest: earlier notices that are still unsent are dropped. `attachments` are ids of files. `href` is
    where the console leads.
    """

    event: str
    key: str
    recipient: Recipient
    variables: Mapping[str, object] = field(default_factory=dict)
    channels: Sequence[str] = ()
    subject: str | None = None
    audience: str = EVERYBODY
    facts: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[str] = ()
    href: str | None = None
    urgent: bool | None = None


def post(db: Writes, notice: Notice) -> bool:
    """Have it sent after this transaction commits; False where a rule says no or it was posted before.

    Raise LookupError for an event that nobody declared, ValueError for variables that it does not have.
    """
    event = find_event(notice.event)
    if event is None:
        raise LookupError(f"nobody declared the event {notice.event}")
    _check_variables(event, notice)
    ruling = ruling_of(db, event, notice.audience, dict(notice.facts), notice.channels)
    if not ruling.enabled or not ruling.channels:
        return False
    row = _write(db, event, notice, ruling)
    return row is not None and open_deliveries(db, row)


def _check_variables(event: Event, notice: Notice) -> None:
    unknown = set(notice.variables) - set(event.variable_names())
    if unknown:
        raise ValueError(f"{event.name} has no variables {', '.join(sorted(unknown))}")


def _write(db: Writes, event: Event, notice: Notice, ruling: Ruling) -> PostedNotice | None:
    """The row; None where there is one already."""
    who = notice.recipient
    if who.user_id is not None:
        who = replace(who, key=f"user:{who.user_id}")
    once = digest_of("notice", event.name, notice.key, who.key)
    if db.scalar(select(PostedNotice.id).where(PostedNotice.once_key == once)) is not None:
        return None
    now = clock.now()
    row: dict[str, object] = {
        "once_key": once,
        "event": event.name,
        "notice_key": notice.key,
        "audience": notice.audience,
        "recipient_key": who.key,
        "recipient_name": who.name,
        "user_id": who.user_id,
        "addresses": {name: value for name in ADDRESSES if (value := getattr(who, name))},
        "language": "en" if who.language.lower().startswith("en") else "zh",
        "lane": None if notice.subject is None else digest_of("lane", who.key, notice.subject),
        "variables": {name: _text(value) for name, value in notice.variables.items()},
        "chain": list(ruling.channels),
        "attachments": list(notice.attachments),
        "href": notice.href,
        "urgent": event.urgent if notice.urgent is None else notice.urgent,
        "created_at": now,
        "expires_at": now + timedelta(hours=current(db, NotifySettings).expire_hours),
    }
    upsert(db, PostedNotice, [row], keys=["once_key"])
    return db.scalars(select(PostedNotice).where(PostedNotice.once_key == once)).one()


def _text(value: object) -> str:
    text = "" if value is None else str(value)
    return text.encode("utf-8", "replace").decode().replace("\0", " ")[:LONGEST_VALUE]


def digest_of(*parts: str) -> str:
    """64 characters that stand for the parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
