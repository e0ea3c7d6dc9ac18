"""The report goes to its recipients: the totals in the subject, the workbook along with it."""

from dataclasses import dataclass

from deskside.kernel.db import Writes
from deskside.modules.calls.messages import MakePeriodicReport
from deskside.platform.identity import User
from deskside.platform.notify import (
    Audience,
    Choice,
    Condition,
    Content,
    Event,
    Notice,
    Recipient,
    Texts,
    Variable,
    declare_event,
    post,
)
from deskside.platform.settings import Words

WHERE = "/calls/reports"
WHOLE, PART = "whole", "part"
SAMPLE = "外呼周报 2026-11-16 至 2026-11-22：成功 123"
COMPLETE = Words("数据完整。", "The data are complete.")
INCOMPLETE = Words(
    "部分日期未同步或不完整，请补同步后重新生成。",
    "Some days were not synced, or only in part: sync them and make the report again.",
)

REPORT = declare_event(
    Event(
        name="calls.periodic_report",
        title=Words("外呼周报", "Weekly call report"),
        variables=(
            Variable(
                "subject",
                Words("标题与合计", "Subject with totals"),
                Words(SAMPLE, SAMPLE),
            ),
            Variable("first", Words("首日", "First day"), Words("2026-11-16", "2026-11-16")),
            Variable("last", Words("末日", "Last day"), Words("2026-11-22", "2026-11-22")),
            Variable("complete", Words("数据是否完整", "Whether it is complete"), COMPLETE),
        ),
        templates={
            "text": Texts(
                Content(title="{subject}", body="{subject}\n{complete}"),
                Content(title="{subject}", body="{subject}\n{complete}"),
            ),
        },
        audiences=(Audience("recipients", Words("周报收件人", "Who gets it"), ("inbox", "email", "wecom")),),
        conditions=(
            Condition(
                "data",
                Words("数据", "Data"),
                (Choice(WHOLE, Words("完整", "Complete")), Choice(PART, Words("部分", "In part"))),
            ),
        ),
    )
)


@dataclass(frozen=True)
class Told:
    """A report of one recipient. `part`: something is missing in it."""

    asked: MakePeriodicReport
    subject: str
    owner_id: int
    job_id: int
    file_id: str
    part: bool


def tell_of_report(db: Writes, told: Told) -> None:
    """Post it to its owner; a report made again is told again."""
    user = db.get_one(User, told.owner_id)
    english = user.locale.startswith("en")
    words = INCOMPLETE if told.part else COMPLETE
    notice = Notice(
        event=REPORT.name,
        key=f"{told.job_id}:{told.owner_id}",
        recipient=Recipient.user(user.id, user.name, "en" if english else "zh"),
        variables={
            "subject": told.subject,
            "first": told.asked.first,
            "last": told.asked.last,
            "complete": words.en if english else words.zh,
        },
        audience="recipients",
        facts={"data": PART if told.part else WHOLE},
        attachments=(told.file_id,),
        href=WHERE,
    )
    post(db, notice)
