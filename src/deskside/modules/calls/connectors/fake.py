"""A vendor in memory, whose day may change between two pages."""

from collections.abc import Callable, Sequence
from datetime import date

from deskside.modules.calls.connectors.base import FREE, StatKind, Turn
from deskside.modules.calls.schemas.vendor import Call, CallPage, PageIds, Span, VendorStat


class FakeVendor:
    """Answers from `days` and `stats_of`. `before_page` is called before each page is cut."""

    def __init__(
        self,
        days: dict[date, list[Call]],
        *,
        stats_of: dict[tuple[date, StatKind], list[VendorStat]] | None = None,
        page_size: int = 1000,
        before_page: Callable[[int], None] = lambda _number: None,
    ) -> None:
        self.days = days
        self.page_size = page_size
        self.asked: list[int] = []
        self._stats = stats_of or {}
        self._before_page = before_page

    def page(self, span: Span, number: int, turn: Turn = FREE) -> CallPage:
        """The page as the day stands at this moment."""
        with turn:
            self._before_page(number)
            self.asked.append(number)
        rows: Sequence[Call] = self.days.get(span.day, [])
        if span.until is not None:
            rows = [call for call in rows if call.called_at <= span.until]
        start = (number - 1) * self.page_size
        return CallPage(list(rows[start : start + self.page_size]), len(rows))

    def ids(self, span: Span, number: int, turn: Turn = FREE) -> PageIds:
        """The ids of the page."""
        page = self.page(span, number, turn)
        return PageIds([call.record_id for call in page.calls], page.total)

    def stats(self, span: Span, kind: StatKind) -> list[VendorStat]:
        """The statistics that were given."""
        return self._stats.get((span.day, kind), [])
