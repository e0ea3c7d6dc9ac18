"""Counting call records as they arrive, in memory that does not grow with the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from deskside.modules.calls.schemas.vendor import Call

DIMS = ("day", "hour", "agent", "task")
ALL = ""
QUARTER = 900


@dataclass
class Cell:
    """Counts of one kind of record."""

    name: str = ""
    records: int = 0
    answered: int = 0
    seconds: int = 0

    def add(self, counts: Sequence[int]) -> None:
        self.records += counts[0]
        self.answered += counts[1]
        self.seconds += counts[2]


CellKey = tuple[str, str, str]
"""Dimension, what it is of it, grade as received."""


@dataclass
class Tally:
    """The roll-ups of one day."""

    hours: "Hours"
    cells: dict[CellKey, Cell] = field(default_factory=dict)
    records: int = 0

    def add(self, calls: Iterable[Call]) -> None:
        """Count these too: first what is alike among them, then that into each dimension."""
        alike: dict[tuple[int, str, str, str], list[int]] = {}
        names: dict[tuple[str, str], str] = {}
        for call in calls:
            key = (call.called_at // QUARTER, call.agent_id, call.task_id, call.grade)
            counts = alike.get(key)
            if counts is None:
                counts = alike[key] = [0, 0, 0]
                names["agent", call.agent_id] = call.agent_name
                names["task", call.task_id] = call.task_name
            counts[0] += 1
            counts[1] += call.answered
            counts[2] += call.seconds
        for (quarter, agent, task, grade), counts in alike.items():
            self.records += counts[0]
            hour = self.hours.of(quarter)
            for dim, ref in zip(DIMS, (ALL, hour, agent, task), strict=True):
                cell = self.cells.get((dim, ref, grade))
                if cell is None:
                    cell = self.cells[dim, ref, grade] = Cell(names.get((dim, ref), ""))
                cell.add(counts)

    def by_grade(self) -> dict[str, int]:
        """Records of the day by grade as received."""
        return {grade: cell.records for (dim, _ref, grade), cell in self.cells.items() if dim == "day"}


class Hours:
    """The hour, 00 to 23 on a wall in `zone`, of a quarter of an hour since 1970."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[int, str] = {}

    def of(self, quarter: int) -> str:
        """Zones differ by whole quarters of an hour."""
        hour = self._known.get(quarter)
        if hour is None:
            hour = f"{datetime.fromtimestamp(quarter * QUARTER, self._zone).hour:02d}"
            if len(self._known) < 200:  # noqa: PLR2004 - a day has 100 at most; moments of others are strays
                self._known[quarter] = hour
        return hour
