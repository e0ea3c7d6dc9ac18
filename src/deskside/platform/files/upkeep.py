"""Forgetting files whose time is over."""

from datetime import timedelta

from deskside.kernel import clock
from deskside.platform.files.service import drop_expired
from deskside.platform.jobs import JobContext, Message, job, schedule

GRACE = timedelta(minutes=10)
"""Nobody can ask for an expired file, but a slow download that began in time may go on."""
SLICE = 20


class CleanFiles(Message, name="files.clean"):
    """Delete the bytes of files whose time is over."""


@job(CleanFiles, retries=0)
def clean(context: JobContext[CleanFiles]) -> None:
    """In small transactions: a file has up to 20 MB."""
    gone = SLICE
    while gone == SLICE:
        with context.step() as db:
            gone = drop_expired(db, clock.now() - GRACE, limit=SLICE)


schedule(
    "files.clean",
    CleanFiles(),
    cron="*/10 * * * *",
    title_zh="清理过期文件",
    title_en="Drop files whose time is over",
    late="skip",
)
