"""What jobs of projects carry."""

from typing import Literal

from deskside.platform.jobs import Event, Message

GROUP = "projects.library"
"""Jobs that read lists of the remote: never two at once."""

Started = Literal["auto", "manual"]


class SyncProjects(Message, name="projects.sync"):
    """Read projects of these types; none: of every type that the settings name.

    `full` asks for everything and not only for what changed; `force` also writes what seems unchanged.
    """

    types: tuple[str, ...] = ()
    started: Started = "auto"
    force: bool = False
    full: bool = False


class PlanSync(Message, name="projects.plan_sync"):
    """What a schedule asks for: a sync of these types, where there is anything to sync from."""

    types: tuple[str, ...]


class RefreshProject(Message, name="projects.refresh"):
    """Read one project anew, behind an answer that was stale, or by hand."""

    project_id: str
    started: Started = "auto"
    force: bool = False


class StatusChanged(Event, name="projects.status_changed"):
    """A project went from one state to another; `change_id` is the line of its timeline."""

    project_id: str
    change_id: int


class ExportProjects(Message, name="projects.export"):
    """Write the list that somebody filtered to a file."""

    file_id: str
    wanted: str
    kind: Literal["csv", "xlsx"]
    language: Literal["zh", "en"] = "zh"


class TellPeople(Message, name="projects.tell"):
    """The debounce window of a change is over: tell who does not know the present state."""

    project_id: str
    change_id: int


class SendLinkCode(Message, name="projects.send_link_code"):
    """Send the code that a browser asked for."""

    code_id: int


class AskForLink(Message, name="projects.ask_for_link"):
    """Somebody with this link, living or not, asks for another."""

    token_hash: str
    network: str
    device: str


class LookAtLinks(Message, name="projects.look_at_links"):
    """Tell of links that end soon."""
