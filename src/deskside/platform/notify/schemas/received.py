"""What people received in the demo."""

from datetime import datetime

from deskside.kernel.paging import Items
from deskside.kernel.wire import Output
from deskside.platform.notify.texts import Channel


class ReceivedOut(Output):
    """One message as it arrived. `to` is masked; `key` is the same in a repeat, which is marked."""

    number: int
    at: datetime
    channel: Channel
    to: str
    title: str
    body: str
    template: str
    fields: dict[str, str]
    link: str
    attachments: list[str]
    key: str
    repeated: bool


class ReceivedList(Items[ReceivedOut]):
    """The newest first. `recording` false: messages really go out, and nothing is kept here."""

    recording: bool
