"""The kept contract: an old userscript and old pages work unchanged but for authentication."""

from deskside.modules.assist.legacy.answers import PREFIXES, kept_error
from deskside.modules.assist.legacy.routes import router

__all__ = ["PREFIXES", "kept_error", "router"]
