"""projects as it is plugged into the product."""

from deskside.contracts import Module
from deskside.modules.projects import jobs
from deskside.modules.projects.api import router
from deskside.modules.projects.legacy.answers import PREFIXES, kept_error

__all__ = ["MODULE", "jobs"]

MODULE = Module(
    "projects",
    routers=(router,),
    kept=dict.fromkeys(PREFIXES, kept_error),
)
