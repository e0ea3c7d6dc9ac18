"""The kept contract: the figures of a day, and their refresh, word for word."""

from deskside.modules.calls.legacy.answers import PREFIXES, kept_error
from deskside.modules.calls.legacy.routes import router

__all__ = ["PREFIXES", "kept_error", "router"]
