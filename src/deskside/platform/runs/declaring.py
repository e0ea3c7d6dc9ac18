"""`@run_job`: a job that people see in 同步与任务."""

from collections.abc import Callable
from typing import TypeVar

from deskside.platform.jobs import NORMAL, JobContext, Message, job
from deskside.platform.runs.context import RunContext
from deskside.platform.runs.titles import Title, declare_title

M = TypeVar("M", bound=Message)


def run_job(
    message: type[M],
    *,
    title_zh: str,
    title_en: str,
    retries: int = 5,
    timeout: float = 1800.0,
    group: str | None = None,
    backoff: float = 5.0,
    priority: int = NORMAL,
) -> Callable[[Callable[[RunContext[M]], None]], Callable[[RunContext[M]], None]]:
    """As `jobs.job`, above the one function that runs the message; each job of it leaves a run."""

    def declare(handler: Callable[[RunContext[M]], None]) -> Callable[[RunContext[M]], None]:
        @job(message, retries=retries, timeout=timeout, group=group, backoff=backoff, priority=priority)
        def start(context: JobContext[M]) -> None:
            handler(RunContext(context))

        declare_title(message.message_name, Title(title_zh, title_en))
        return handler

    return declare
