"""Codes that are sent, wishes that are passed on, links that end soon, and what is forgotten of links."""

from deskside.kernel.db import Writes
from deskside.modules.projects.messages import AskForLink, LookAtLinks, SendLinkCode
from deskside.modules.projects.service.links.asking import AT_ONCE, pass_on, tell_of_ends
from deskside.modules.projects.service.links.codes import send_code
from deskside.modules.projects.service.links.sending import send_link
from deskside.modules.projects.service.links.visits import forget_codes, forget_viewers, forget_visits
from deskside.platform.jobs import URGENT, JobContext, job, schedule
from deskside.platform.runs import forgets

__all__ = ["send_link"]

CODES = "projects.link_codes"
"""One at a time: the sends to an address are counted."""


@job(SendLinkCode, retries=3, group=CODES, priority=URGENT, backoff=1.0)
def send_link_code(context: JobContext[SendLinkCode]) -> None:
    """Post the code."""
    with context.finish() as db:
        send_code(db, context.message.code_id)


@job(AskForLink, retries=3)
def pass_wish_on(context: JobContext[AskForLink]) -> None:
    """Tell the person in charge."""
    with context.finish() as db:
        pass_on(db, context.message)


@job(LookAtLinks, retries=1)
def look_at_links(context: JobContext[LookAtLinks]) -> None:
    """Tell of links that end within a day."""
    looked = AT_ONCE
    while looked == AT_ONCE:
        with context.step() as db:
            looked = tell_of_ends(db)


schedule(
    "projects.links",
    lambda _moment: LookAtLinks(),
    cron="0 9 * * *",
    title_zh="提醒即将到期的项目链接",
    title_en="Tell of project links that end soon",
)


@forgets("projects.visits", title_zh="项目链接访问记录", title_en="visits of project links")
def forget_old_visits(db: Writes) -> int:
    """Beyond the days that the settings name."""
    return forget_visits(db)


@forgets("projects.codes", title_zh="项目链接验证码", title_en="codes of project links")
def forget_old_codes(db: Writes) -> int:
    """A day after they were asked for."""
    return forget_codes(db)


@forgets("projects.viewers", title_zh="项目链接的设备", title_en="devices of project links that are over")
def forget_old_viewers(db: Writes) -> int:
    """With the end of their link."""
    return forget_viewers(db)
