"""The doors of projects."""

from deskside.kernel.routing import joined
from deskside.modules.projects.api import links

router = joined([links.router])
