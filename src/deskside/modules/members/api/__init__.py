"""The addresses that the mini-program and the console call."""

from deskside.kernel.routing import joined
from deskside.modules.members.api import changes, coaches, customers, finding

router = joined(part.router for part in (customers, coaches, changes, finding))

__all__ = ["router"]
