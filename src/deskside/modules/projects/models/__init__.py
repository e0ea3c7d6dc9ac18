"""The tables of projects."""

from deskside.modules.projects.models.links import AccessToken, Feedback, LinkCode, LinkViewer, LinkVisit
from deskside.modules.projects.models.projects import ProjectCache, ProjectChange, ProjectTypeSet
from deskside.modules.projects.models.syncing import HeldDrop, ProjectFetch, SyncHistory, TypeSync
from deskside.modules.projects.models.telling import Telling, Told

__all__ = [
    "AccessToken",
    "Feedback",
    "HeldDrop",
    "LinkCode",
    "LinkViewer",
    "LinkVisit",
    "ProjectCache",
    "ProjectChange",
    "ProjectFetch",
    "ProjectTypeSet",
    "SyncHistory",
    "Telling",
    "Told",
    "TypeSync",
]
