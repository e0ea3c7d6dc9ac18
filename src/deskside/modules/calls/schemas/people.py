"""Rankings and the clock on the wire."""

from deskside.kernel.wire import Output
from deskside.modules.calls.schemas.days import GradeCountOut


class RankOut(Output):
    """An agent or task over a span: `rate` = success/called; `rank` is null below the fewest called."""

    rank: int | None
    ref: str
    name: str
    records: int
    called: int
    success: int
    rate: float | None
    connected_rate: float | None
    seconds: int
    grades: list[GradeCountOut]


class RankingOut(Output):
    """The best first; `formula` in words; the unranked follow."""

    items: list[RankOut]
    total: int
    minimum: int
    formula: str
    missing_days: int


class HourOut(Output):
    """An hour of a weekday (1 = Monday) over a span: sums and, per day of that weekday, the mean."""

    weekday: int
    hour: int
    records: int
    called: int
    success: int
    rate: float | None


class HoursOut(Output):
    """Every hour of the week that has a record; `days` are how many days of each weekday were synced."""

    items: list[HourOut]
    total: int
    days: dict[int, int]
