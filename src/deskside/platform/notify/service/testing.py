"""Trying a channel, and sending a text to oneself, with the step at which it failed."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from deskside.kernel.auth import Principal
from deskside.kernel.connectors import RemoteError
from deskside.kernel.db import Database, Writes
from deskside.kernel.errors import DesksideError, Invalid, TooManyRequests
from deskside.kernel.redaction import redact_text
from deskside.kernel.site import Site
from deskside.platform.identity import User
from deskside.platform.notify.addresses import ADDRESS_OF, SHARED, addresses_of
from deskside.platform.notify.channels.base import Outgoing, Sender, Senders, Step
from deskside.platform.notify.queries.words import existing_event
from deskside.platform.notify.quotas import take_quota
from deskside.platform.notify.schemas.words import StepOut, TrialOut
from deskside.platform.notify.service.words import Place, filled_sample
from deskside.platform.notify.settings import NotifySettings
from deskside.platform.notify.texts import Channel, Content
from deskside.platform.settings import current

CONFIGURED = "configured"


def try_channel(database: Database, senders: Senders, channel: Channel) -> TrialOut:
    """Whether the provider lets us in; sends nothing."""
    return _with_sender(database, senders, channel, lambda _sender: [])


def try_sending(
    database: Database, senders: Senders, place: Place, draft: Content | None, actor: Principal
) -> TrialOut:
    """A text with sample values, to the asker's own address. Raise Invalid where they have none."""
    event, channel, spoken = place
    with database.reading() as db:
        user = db.get(User, actor.user_id)
        known = {} if user is None else addresses_of(user)
    to = channel if channel in SHARED else known.get(ADDRESS_OF.get(channel, ""))
    if to is None:
        name = ADDRESS_OF.get(channel, "address")
        raise Invalid(f"you have no {name}: an administrator enters it under 用户", fields={"channel": name})
    content = database.read(filled_sample, existing_event(event), channel, spoken, draft)
    until = database.write(_take, channel)
    if until is not None:
        raise TooManyRequests("the quota of this channel is used up", retry_after=60)
    answers: list[str] = []
    outgoing = Outgoing(secrets.token_hex(20), to, content)

    def send(sender: Sender) -> list[Step]:
        return [Step("send", lambda: answers.append(sender.send(outgoing).answer))]

    told = _with_sender(database, senders, channel, send)
    return told.model_copy(update={"answer": answers[0] if answers else None})


def _take(db: Writes, channel: Channel) -> datetime | None:
    return take_quota(db, channel, current(db, NotifySettings).quota(channel), Site().zone)


def _with_sender(
    database: Database, senders: Senders, channel: Channel, more: Callable[[Sender], list[Step]]
) -> TrialOut:
    try:
        with database.reading() as db:
            sender = senders.open(db, channel)
    except DesksideError as error:
        return _failed_at(CONFIGURED, error.detail)
    if sender is None:
        return _failed_at(CONFIGURED, "the channel is not set up: name it in the environment or in 配置中心")
    try:
        return _run([*sender.steps(), *more(sender)])
    finally:
        sender.close()


def _run(steps: Sequence[Step]) -> TrialOut:
    told = [StepOut(key=CONFIGURED, outcome="passed")]
    failed: str | None = None
    for step in steps:
        if failed is not None:
            told.append(StepOut(key=step.key, outcome="skipped"))
            continue
        try:
            step.call()
            told.append(StepOut(key=step.key, outcome="passed"))
        except RemoteError as error:
            failed = step.key
            told.append(StepOut(key=step.key, outcome="failed", detail=redact_text(error.detail)))
    return TrialOut(passed=failed is None, failed=failed, steps=told, answer=None)


def _failed_at(key: str, detail: str) -> TrialOut:
    step = StepOut(key=key, outcome="failed", detail=detail)
    return TrialOut(passed=False, failed=key, steps=[step], answer=None)
