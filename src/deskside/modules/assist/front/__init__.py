"""Plain ASGI paths in front of the app: the look-up, and the poll that waits for changes."""

from deskside.modules.assist.front.changes import WaitForChanges
from deskside.modules.assist.front.lookup import PATH, SCOPE, Budget, Lookup, Question

__all__ = ["PATH", "SCOPE", "Budget", "Lookup", "Question", "WaitForChanges"]
