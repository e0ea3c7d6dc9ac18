"""Sending what is due on one channel: claim, hand over, write down; each in a transaction of its own."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import ClassVar, TypeVar

import structlog
from sqlalchemy import Select, func, select

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteError, RemoteRefused
from deskside.kernel.db import Reads, Writes
from deskside.kernel.errors import DesksideError, NotFound
from deskside.kernel.failpoints import failpoint, mark
from deskside.kernel.site import Site
from deskside.kernel.vault import Vault
from deskside.platform.files import StoredFile, unpack
from deskside.platform.jobs import JobContext, Message
from deskside.platform.notify.channels.base import (
    AnswerLost,
    Attachment,
    Outgoing,
    Receipt,
    RecipientRefused,
    Sender,
    Senders,
    Step,
)
from deskside.platform.notify.messages import wake
from deskside.platform.notify.models import Delivery
from deskside.platform.notify.service.ending import OPEN
from deskside.platform.notify.service.preparing import Desk, Passed, Prepared, prepare_next
from deskside.platform.notify.service.recording import note_failure, note_lost, note_sent

log = structlog.get_logger(__name__)

M = TypeVar("M", bound=Message)

PREPARED = mark("notify.prepared")
SENT = mark("notify.sent")

LONGEST_SECONDS = 60.0
"""After this a job ends and asks for the next, so that a busy channel gives its thread to others."""


class AttachmentGone(RecipientRefused):
    """A file that was to go along is not there any more."""

    code: ClassVar[str] = "no_attachment"


class Unusable:
    """A channel whose set-up cannot be read: it refuses with the reason."""

    def __init__(self, error: DesksideError) -> None:
        self._error = error

    def send(self, outgoing: Outgoing) -> Receipt:
        """Refuse."""
        del outgoing
        raise RemoteRefused(self._error.detail)

    def steps(self) -> Sequence[Step]:
        """None can be taken."""
        return []

    def close(self) -> None:
        """Nothing is open."""


def send_due(context: JobContext[M], channel: str) -> None:
    """Send until nothing is due or the time is up; then have the rest sent when it is due."""
    site = Site()
    desk = Desk(context.port(Vault), site.zone, site.public_url)
    with context.step() as db:
        note_lost(db, channel)
    sender, began = _open(context, channel), monotonic()
    with ExitStack() as stack:
        if sender is not None:
            stack.callback(sender.close)
        while monotonic() - began < LONGEST_SECONDS and _send_one(context, channel, desk, sender):
            context.check()
    with context.finish() as db:
        _wake_again(db, channel)


def _open(context: JobContext[M], channel: str) -> Sender | None:
    with context.read() as db:
        try:
            return context.port(Senders).open(db, channel)  # type: ignore[type-abstract]
        except DesksideError as error:
            return Unusable(error)


def _send_one(context: JobContext[M], channel: str, desk: Desk, sender: Sender | None) -> bool:
    """Whether there may be more. What is due is looked for without a write first."""
    with context.read() as db:
        if not db.scalar(_due(channel)):
            return False
    with context.step() as db:
        prepared = prepare_next(db, channel, desk, set_up=sender is not None)
    if isinstance(prepared, Passed):
        return prepared is not Passed.NOTHING
    if sender is None:
        raise RuntimeError("a message was prepared for a channel that is not set up")
    failpoint(PREPARED)
    result = _hand_over(context, sender, prepared)
    failpoint(SENT)
    with context.step() as db:
        if isinstance(result, Receipt):
            note_sent(db, prepared, result)
        else:
            note_failure(db, prepared, result)
    return True


def _hand_over(context: JobContext[M], sender: Sender, prepared: Prepared) -> Receipt | RemoteError:
    try:
        with context.read() as db:
            files = [_attachment(db, name) for name in prepared.files]
        return sender.send(replace(prepared.outgoing, attachments=files))
    except RemoteError as error:
        return error
    except Exception as error:
        # A vendor's library may raise anything, and nobody knows how far it had come.
        log.exception("notify.broke_off", delivery=prepared.delivery_id)
        return AnswerLost(f"sending broke off: {type(error).__name__}")


def _attachment(db: Reads, file_id: str) -> Attachment:
    row = db.get(StoredFile, file_id)
    if row is None:
        raise AttachmentGone("the file that was to go along is not kept any more")
    with TemporaryDirectory(prefix="deskside-") as folder:
        path = Path(folder) / "file"
        try:
            unpack(db, file_id, path)
        except NotFound as error:
            raise AttachmentGone(error.detail) from error
        return Attachment(row.name, path.read_bytes())


def _due(channel: str) -> Select[bool]:
    open_ones = (Delivery.channel == channel, Delivery.state.in_(OPEN), Delivery.leader_id.is_(None))
    return select(select(Delivery.id).where(*open_ones, Delivery.due_at <= clock.now()).exists())


def _wake_again(db: Writes, channel: str) -> None:
    open_ones = (Delivery.channel == channel, Delivery.state.in_(OPEN), Delivery.leader_id.is_(None))
    due = db.scalar(select(func.min(Delivery.due_at)).where(*open_ones))
    if due is not None:
        wake(db, [channel], delay=max(0.0, (due - clock.now()).total_seconds()))
