"""What people want, and what came for them."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from deskside.kernel.paging import Items
from deskside.kernel.wire import Input, Output
from deskside.platform.notify.schemas.log import Id
from deskside.platform.notify.settings import Clock
from deskside.platform.notify.texts import Channel

Line = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*$")]
AnyOr = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class MuteOut(Output):
    """No notice of `event` on `channel`; `*` stands for any."""

    event: str
    channel: str


class MuteIn(Input):
    event: AnyOr = "*"
    channel: AnyOr = "*"


class PreferencesOut(Output):
    """What the asker chose. No own quiet hours: the site's. `reached` says which channels have an address."""

    quiet_from: str | None
    quiet_to: str | None
    digest: bool
    mutes: list[MuteOut]
    reached: dict[Channel, bool]
    version: int


class PreferencesIn(Input):
    """All of it, upon `version`."""

    version: Annotated[int, Field(ge=0)]
    quiet_from: Clock | None = None
    quiet_to: Clock | None = None
    digest: bool = False
    mutes: Annotated[list[MuteIn], Field(max_length=200)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _both_or_none(self) -> "PreferencesIn":
        if (self.quiet_from is None) != (self.quiet_to is None):
            raise ValueError("quiet hours need both a beginning and an end")
        return self


class OptOutOut(Output):
    """A recipient who wants no notice of `event` on `channel`; `*` stands for any."""

    id: int
    recipient_key: str
    recipient: str
    event: str
    channel: str
    reason: str
    author: str
    at: datetime


class OptOutIn(Input):
    """`recipient_key` like `customer:C001`, as the log shows it."""

    recipient_key: Line
    recipient: Line
    event: AnyOr = "*"
    channel: AnyOr = "*"
    reason: Annotated[str, StringConstraints(max_length=300)] = ""


class InboxItem(Output):
    """A notice for the asker; `href` is an address of the console."""

    id: int
    event: str
    event_title: str
    title: str
    body: str
    href: str | None
    at: datetime
    read_at: datetime | None


class NoticesOut(Items[InboxItem]):
    """The newest first; `unread` counts all pages."""

    unread: int


class UnreadOut(Output):
    unread: int


class ReadInput(Input):
    """Which were read: these, or everything that came until a moment."""

    ids: Annotated[list[Id], Field(max_length=500)] = Field(default_factory=list)
    until: AwareDatetime | None = None
