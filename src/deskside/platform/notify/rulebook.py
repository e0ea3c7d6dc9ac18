"""Which rule decides: whether an event is told to an audience, and on which channels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from deskside.kernel.db import Reads, Writes
from deskside.platform.notify.events import Audience, Event
from deskside.platform.notify.models import Rule


@dataclass(frozen=True)
class Ruling:
    """What was decided."""

    enabled: bool
    channels: tuple[str, ...]


def ruling_of(
    db: Reads | Writes, event: Event, audience: str, facts: Mapping[str, str], wanted: Sequence[str] = ()
) -> Ruling:
    """The rule whose facts all hold, of several the one with most; else the notice's or event's own order."""
    rows = db.scalars(select(Rule).where(Rule.event == event.name, Rule.audience == audience))
    fitting = [row for row in rows if row.facts.items() <= facts.items()]
    if fitting:
        best = max(fitting, key=lambda row: (len(row.facts), row.id))
        chosen = best.channels or wanted or default_channels(event, audience)
        return Ruling(best.enabled, tuple(chosen))
    return Ruling(enabled=True, channels=tuple(wanted or default_channels(event, audience)))


def default_channels(event: Event, audience: str) -> Sequence[str]:
    """What the event's owner thinks best."""
    own = next((one for one in event.audiences if one.key == audience), Audience(audience, event.title))
    return own.channels
