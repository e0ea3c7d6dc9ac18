"""How a settlement is made up, and what a coach gets for which course."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from deskside.kernel.money import ZERO, Money

BASE_COURSE, BONUS_COURSE = "基础课", "激励课"
TENTH = Decimal("0.1")


def coach_fee(course_type: str | None, base: Money, bonus: Money) -> Money:
    """`base` (assistant_pd_money) for 基础课, `bonus` (assistant_cx_money) for 激励课; never both.

    Of an unknown course nothing is known, so its fee is nothing and the settlement shows as mismatched.
    """
    return {BASE_COURSE: base, BONUS_COURSE: bonus}.get(course_type or "", ZERO)


def is_mismatch(total: Money, table: Money, food: Money, fees: Iterable[Money]) -> bool:
    """Whether total differs from table fee + food + coach fees, be it by one fen."""
    return total != table + food + sum(fees, ZERO)


def hours_text(hours: Decimal) -> str:
    """Like `87.5h`: one decimal, half up."""
    return f"{hours.quantize(TENTH, ROUND_HALF_UP)}h"


def mean_hours(hours: Decimal, count: int) -> Decimal:
    """Hours per service with one decimal, half up; nothing for no service."""
    return (hours / count).quantize(TENTH, ROUND_HALF_UP) if count else Decimal(0)


def next_tier(hours: Decimal, nodes: Sequence[int]) -> int:
    """The smallest node above `hours`; the last once that is passed."""
    return next((node for node in nodes if node > hours), nodes[-1])
