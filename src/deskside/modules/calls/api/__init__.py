"""What the console calls."""

from deskside.kernel.routing import joined
from deskside.modules.calls.api import days, grades, logs, records, refreshing, reports

router = joined(part.router for part in (days, records, logs, grades, refreshing, reports))

__all__ = ["router"]
