"""What the console and the panel call."""

from deskside.kernel.routing import joined
from deskside.modules.assist.api import (
    businesses,
    changes,
    devices,
    imports,
    links,
    lookup,
    numbers,
    panel,
    plans,
    profiles,
    reminders,
    tags,
    unknown_plans,
)

router = joined(
    part.router
    for part in (
        businesses,
        plans,
        unknown_plans,
        tags,
        numbers,
        reminders,
        imports,
        lookup,
        changes,
        devices,
        panel,
        links,
        profiles,
    )
)

__all__ = ["router"]
