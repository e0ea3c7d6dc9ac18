"""What projects does by itself."""

from deskside.modules.projects.jobs import links, reading, telling

__all__ = ["links", "reading", "telling"]
