"""Named counters that tell every process that something it keeps in memory was edited."""

from deskside.platform.versions.models import Version
from deskside.platform.versions.service import bump
from deskside.platform.versions.watcher import Watcher

__all__ = ["Version", "Watcher", "bump"]
