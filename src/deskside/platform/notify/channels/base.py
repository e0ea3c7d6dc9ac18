"""What every channel does, in our words, and how it can fail."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from sqlalchemy.orm import Session

from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.http import Answer, answer_lost
from deskside.platform.notify.texts import Content

LOST_STATUS = (502, 504)
"""A gateway gave up waiting: what stands behind it may have done it."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes along."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Outgoing:
    """One message. `key` is the same in every try; `to` is the address on this channel.

    `repeated`: the answer to an earlier try was lost, so it may be there already.
    """

    key: str
    to: str
    content: Content
    attachments: Sequence[Attachment] = ()
    repeated: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the provider said when it took the message."""

    provider_id: str
    answer: str


@dataclass(frozen=True)
class Step:
    """One part of reaching a provider, for the test button: its name, and the call that tries it."""

    key: str
    call: Callable[[], object]


class AnswerLost(RemoteUnavailable):
    """It was handed over and no answer came: it may have been sent."""

    code: ClassVar[str] = "answer_lost"


class RecipientRefused(RemoteRefused):
    """The channel works, this recipient or this text does not."""

    code: ClassVar[str] = "recipient_refused"


class RecipientBusy(RemoteUnavailable):
    """The channel works; this recipient has had enough for now."""

    code: ClassVar[str] = "recipient_busy"


class Sender(Protocol):
    """One channel, ready to send. Raises the errors of kernel.connectors and those above."""

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand one message to the provider."""
        ...

    def steps(self) -> Sequence[Step]:
        """What must succeed before anything can be sent, in order."""
        ...

    def close(self) -> None:
        """Give connections back."""
        ...


class Senders(Protocol):
    """Where senders come from."""

    def open(self, db: Session, channel: str) -> Sender | None:
        """The channel as it is configured now; None where it is not."""
        ...


def lost_or(error: RemoteUnavailable) -> RemoteUnavailable:
    """AnswerLost where the request had left and no answer came; else the error itself."""
    if answer_lost(error):
        return AnswerLost(
            f"{error.remote} did not answer: the message may have been sent", remote=error.remote
        )
    return error


def handed_over(ask: Callable[[], Answer], accept: Collection[int] = ()) -> Answer:
    """The answer to a message that `ask` hands to a provider; AnswerLost where none came.

    `ask` must let LOST_STATUS through. A status outside 2xx raises unless it is in `accept`.
    """
    try:
        answer = ask()
    except RemoteUnavailable as error:
        raise lost_or(error) from error
    if answer.status in LOST_STATUS:
        raise AnswerLost(
            f"{answer.remote} answered {answer.status}: the message may have been sent", remote=answer.remote
        )
    answer.check(accept)
    return answer
