"""What people received in the demo."""

from deskside.kernel.masking import mask_in_text
from deskside.kernel.paging import Page
from deskside.platform.notify.addresses import shown
from deskside.platform.notify.channels.recording import RECORDER, Received, Recorder
from deskside.platform.notify.environment import SinksEnv
from deskside.platform.notify.schemas.received import ReceivedList, ReceivedOut


def list_received(channel: str | None, page: Page, recorder: Recorder = RECORDER) -> ReceivedList:
    """The newest first, of this process."""
    kept = recorder.newest(channel)
    part = kept[page.offset : page.offset + page.size]
    items = [_received_out(one) for one in part]
    return ReceivedList(items=items, total=len(kept), recording=SinksEnv().sinks_url is not None)


def _received_out(one: Received) -> ReceivedOut:
    outgoing, content = one.outgoing, one.outgoing.content
    values = {
        "number": one.number,
        "at": one.at,
        "channel": one.channel,
        "to": shown(one.channel, outgoing.to),
        "title": mask_in_text(content.title),
        "body": mask_in_text(content.body),
        "template": content.template,
        "fields": {name: mask_in_text(value) for name, value in content.fields.items()},
        "link": content.link,
        "attachments": [file.name for file in outgoing.attachments],
        "key": outgoing.key,
        "repeated": outgoing.repeated,
    }
    return ReceivedOut.model_validate(values)
