"""The doors of projects."""

from deskside.kernel.routing import joined
from deskside.modules.projects.api import links, projects

router = joined([projects.router, links.router])
