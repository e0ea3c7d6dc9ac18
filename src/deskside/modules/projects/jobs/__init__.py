"""What projects does by itself."""

from deskside.modules.projects.jobs import links, reading, syncing, telling

__all__ = ["links", "reading", "syncing", "telling"]
