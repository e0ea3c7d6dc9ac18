"""What a panel has seen of an account: three counters that only ever grow."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["reminders", "ticks", "panel"]
_WRITTEN = re.compile(r"(\d{1,18})\.(\d{1,18})(?:\.(\d{1,18}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Revision:
    """Edits of reminders, ticks of the account, edits of what panels show. `panel` None: not told."""

    reminders: int
    ticks: int
    panel: int | None

    def __str__(self) -> str:
        told = (self.reminders, self.ticks, self.panel)
        return ".".join(str(one) for one in told if one is not None)

    def later_than(self, seen: "Revision") -> bool:
        """Whether something happened after `seen`; a process that lags behind it has nothing to tell."""
        return any(now > then for _kind, now, then in self._pairs(seen))

    def changed(self, seen: "Revision | None") -> list[Kind]:
        """What is not as it was in `seen`; all of it when that is not known."""
        if seen is None:
            return ["reminders", "ticks", "panel"]
        return [kind for kind, now, then in self._pairs(seen) if now != then]

    def _pairs(self, seen: "Revision") -> list[tuple[Kind, int, int]]:
        pairs: list[tuple[Kind, int, int]] = [
            ("reminders", self.reminders, seen.reminders),
            ("ticks", self.ticks, seen.ticks),
        ]
        if self.panel is not None and seen.panel is not None:
            pairs.append(("panel", self.panel, seen.panel))
        return pairs


def parse_revision(text: str | None) -> Revision | None:
    """A revision as a client sends it back, with or without `panel`; None for anything else."""
    match = _WRITTEN.fullmatch(text or "")
    if match is None:
        return None
    reminders, ticks, panel = match.groups()
    return Revision(int(reminders), int(ticks), None if panel is None else int(panel))
