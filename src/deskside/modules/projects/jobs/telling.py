"""Changes of state that wait for their window, and the people who are told at its end."""

from deskside.modules.projects.messages import StatusChanged, TellPeople
from deskside.modules.projects.service.telling.telling import tell_people, wait_for
from deskside.platform.jobs import JobContext, job, on


@on(StatusChanged, name="projects.note_change")
def note_change(context: JobContext[StatusChanged]) -> None:
    """The window begins."""
    with context.finish() as db:
        wait_for(db, context.message)


@job(TellPeople, retries=5)
def tell_of_change(context: JobContext[TellPeople]) -> None:
    """The window is over."""
    with context.finish() as db:
        tell_people(db, context.message)
