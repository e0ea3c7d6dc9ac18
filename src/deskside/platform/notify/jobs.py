"""What sends: one job a channel, so that a slow one delays no other, and a watch over all of them."""

from deskside.platform.jobs import URGENT, JobContext, Message, job, schedule
from deskside.platform.notify.messages import SENDING, Watch
from deskside.platform.notify.service.sending import send_due
from deskside.platform.notify.service.upkeep import wake_due


def declare_sending(channel: str, message: type[Message]) -> None:
    """Let jobs of `message` send what is due on the channel, one at a time in all processes."""

    @job(message, retries=5, timeout=300, group=f"notify.{channel}", priority=URGENT)
    def send(context: JobContext[Message]) -> None:
        send_due(context, channel)


for _channel, _message in SENDING.items():
    declare_sending(_channel, _message)


@job(Watch, retries=0)
def watch(context: JobContext[Watch]) -> None:
    """A job that was given up leaves nothing behind for longer than five minutes."""
    with context.finish() as db:
        wake_due(db)


schedule(
    "notify.watch",
    Watch(),
    cron="*/5 * * * *",
    title_zh="检查待发消息",
    title_en="Look for notices that wait",
    late="once",
)
