"""What projects needs of a remote."""

from typing import Protocol

from deskside.modules.projects.schemas.remote import LibraryPage, ListWanted

REMOTE = "项目库"


class ProjectLibrary(Protocol):
    """Raises RemoteUnavailable, RemoteRefused, RemoteAnswerChanged. Thread-safe."""

    def one(self, project_id: str) -> bytes | None:
        """The project as JSON, unwrapped; None where the remote says that there is none."""

    def page(self, wanted: ListWanted, number: int) -> LibraryPage:
        """One page, from 1; after the last an empty one, or one that was there before."""
