"""The delivery log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from deskside.kernel.wire import Input, Output
from deskside.platform.notify.texts import Channel

State = Literal[
    "waiting", "sending", "maybe", "sent", "maybe_sent", "failed", "superseded", "expired", "skipped"
]
Reason = Literal[
    "quiet", "digest", "retry", "quota", "paused", "order", "opted_out", "no_address", "not_configured",
    "refused", "recipient_refused", "unavailable", "answer_lost", "answer_changed", "newer", "too_old",
    "text", "no_attachment", "unknown_event",
]  # fmt: skip
Outcome = Literal["sent", "lost", "unavailable", "refused", "changed"]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class DeliveryOut(Output):
    """One line of the log. `repeated`: the answer was lost and it was sent once more under the same key.

    `address` is masked. `reason` says why it waits, or why it was not sent.
    """

    id: int
    event: str
    event_title: str
    channel: Channel
    recipient_key: str
    recipient: str
    address: str | None
    state: State
    reason: Reason | None
    title: str | None
    attempts: int
    repeated: bool
    digest: bool
    due_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    resend_of: int | None
    resent_by: str | None


class AttemptOut(Output):
    """One try. `answer` is the provider's own words; `outcome` null: it runs, or its process ended."""

    number: int
    started_at: datetime
    finished_at: datetime | None
    outcome: Outcome | None
    detail: str | None
    answer: str | None


class SiblingOut(Output):
    """The same notice on another channel."""

    id: int
    channel: Channel
    state: State


class DeliveryDetail(DeliveryOut):
    """Everything known of a delivery. `body` is what was sent, its minted parts left out."""

    key: str
    notice_key: str
    audience: str
    body: str | None
    provider_id: str | None
    expires_at: datetime
    href: str | None
    tries: list[AttemptOut]
    siblings: list[SiblingOut]


@dataclass(frozen=True)
class DeliveryFilter:
    """What is looked for; None: anything. `recipient` stands in the name or is the key."""

    event: str | None = None
    channel: Channel | None = None
    state: State | None = None
    recipient: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class ResendMany(Input):
    """Which to send again."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=500)]


class Resent(Output):
    """How many go out again; the others stand in `left` with the reason."""

    resent: int
    left: dict[int, str]
