"""What became of a try: the delivery, its attempt and the health of its channel in one go."""

from datetime import timedelta

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteAnswerChanged, RemoteError, RemoteRefused, RemoteUnavailable
from deskside.kernel.db import Writes, upsert
from deskside.kernel.redaction import redact_text
from deskside.platform.notify.channels.base import AnswerLost, Receipt, RecipientBusy, RecipientRefused
from deskside.platform.notify.models import Attempt, ChannelState, Delivery
from deskside.platform.notify.service.ending import another_way, end_as, group_of, hold, move_on
from deskside.platform.notify.service.preparing import Prepared
from deskside.platform.notify.settings import NotifySettings
from deskside.platform.notify.timing import REFUSED_PAUSE, pause_seconds
from deskside.platform.settings import current

PROVIDER_ID = 190
ENDED = "the process ended before the answer was written down"


def note_sent(db: Writes, prepared: Prepared, receipt: Receipt) -> None:
    """The provider took it."""
    delivery = _delivery(db, prepared)
    _close(db, prepared, "sent", answer=receipt.answer)
    for one in group_of(db, delivery):
        one.provider_id = receipt.provider_id[:PROVIDER_ID] or None
    end_as(db, delivery, "sent")
    _works(db, delivery.channel)


def note_failure(db: Writes, prepared: Prepared, error: RemoteError) -> None:
    """The provider did not take it, or did not say."""
    delivery = _delivery(db, prepared)
    match error:
        case AnswerLost():
            _close(db, prepared, "lost", detail=error.detail)
            _lost(db, delivery, _down(db, delivery.channel, error))
        case RecipientBusy():
            _close(db, prepared, "unavailable", detail=error.detail)
            _works(db, delivery.channel)
            _try_again(db, delivery, error)
        case RemoteUnavailable():
            _close(db, prepared, "unavailable", detail=error.detail)
            _down(db, delivery.channel, error)
            _try_again(db, delivery, error)
        case RecipientRefused():
            _close(db, prepared, "refused", detail=error.detail)
            _works(db, delivery.channel)
            move_on(db, delivery, "failed", error.code)
        case RemoteAnswerChanged():
            _close(db, prepared, "changed", detail=error.detail, answer=error.sample)
            _refuses(db, delivery.channel, error, sample=error.sample)
            move_on(db, delivery, "failed", "answer_changed")
        case _:
            _close(db, prepared, "refused", detail=error.detail)
            _refused(db, delivery, error)


def note_lost(db: Writes, channel: str) -> None:
    """What a process that is gone had begun: it may have been sent, and goes out once more, marked."""
    begun = select(Delivery).where(
        Delivery.channel == channel, Delivery.state == "sending", Delivery.leader_id.is_(None)
    )
    for delivery in db.scalars(begun.order_by(Delivery.id)).all():
        running = select(Attempt).where(Attempt.delivery_id == delivery.id, Attempt.outcome.is_(None))
        for attempt in db.scalars(running):
            attempt.outcome, attempt.detail, attempt.finished_at = "lost", ENDED, clock.now()
        _lost(db, delivery, 0)


def _lost(db: Writes, delivery: Delivery, seconds: float) -> None:
    group = group_of(db, delivery)
    for one in group:
        one.lost += 1
    if delivery.lost > 1:
        end_as(db, delivery, "maybe_sent", "answer_lost")
    else:
        hold(group, clock.now() + timedelta(seconds=seconds), "answer_lost")


def _try_again(db: Writes, delivery: Delivery, error: RemoteError) -> None:
    settings = current(db, NotifySettings)
    if delivery.attempts > settings.retries and another_way(db, delivery):
        move_on(db, delivery, "failed", "unavailable")
        return
    seconds = pause_seconds(delivery.attempts, settings.retry_seconds, error.retry_after)
    hold(group_of(db, delivery), clock.now() + timedelta(seconds=seconds), "retry")


def _refused(db: Writes, delivery: Delivery, error: RemoteError) -> None:
    """The channel itself is set up wrongly: the next one, or it waits until somebody has mended it."""
    _refuses(db, delivery.channel, error)
    if delivery.lost or another_way(db, delivery):
        move_on(db, delivery, "skipped" if delivery.lost else "failed", "refused")
    else:
        hold(group_of(db, delivery), clock.now() + timedelta(seconds=REFUSED_PAUSE), "refused")


def _works(db: Writes, channel: str) -> None:
    state = _state(db, channel)
    state.failures, state.paused_until, state.refused, state.sample = 0, None, False, None
    state.last_success_at = clock.now()


def _down(db: Writes, channel: str, error: RemoteError) -> float:
    """It did not answer: nobody tries for a while. How many seconds."""
    state, settings = _state(db, channel), current(db, NotifySettings)
    state.failures += 1
    seconds = pause_seconds(state.failures, settings.retry_seconds, error.retry_after)
    _trouble(state, error, seconds)
    return seconds


def _refuses(db: Writes, channel: str, error: RemoteRefused | RemoteError, sample: str | None = None) -> None:
    state = _state(db, channel)
    state.refused, state.failures = True, state.failures + 1
    state.sample = None if sample is None else redact_text(sample)
    _trouble(state, error, REFUSED_PAUSE)


def _trouble(state: ChannelState, error: RemoteError, seconds: float) -> None:
    now = clock.now()
    state.last_failure_at, state.last_error = now, redact_text(error.detail)
    state.paused_until = now + timedelta(seconds=seconds)


def _state(db: Writes, channel: str) -> ChannelState:
    upsert(db, ChannelState, [{"channel": channel, "failures": 0, "refused": False}], keys=["channel"])
    return db.scalars(select(ChannelState).where(ChannelState.channel == channel)).one()


def _close(
    db: Writes, prepared: Prepared, outcome: str, *, detail: str | None = None, answer: str | None = None
) -> None:
    attempt = db.get(Attempt, prepared.attempt_id)
    if attempt is None:
        raise LookupError("an attempt is gone while it runs")
    attempt.outcome, attempt.finished_at = outcome, clock.now()
    attempt.detail = None if detail is None else redact_text(detail)
    attempt.answer = None if answer is None else redact_text(answer)


def _delivery(db: Writes, prepared: Prepared) -> Delivery:
    delivery = db.get(Delivery, prepared.delivery_id)
    if delivery is None:
        raise LookupError("a delivery is gone while it is sent")
    return delivery
