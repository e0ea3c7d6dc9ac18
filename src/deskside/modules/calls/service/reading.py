"""Reading a whole day page by page, while it may change: what is had is the day, or is said to be a part."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Protocol, TypeVar

from deskside.kernel.connectors import RemoteAnswerChanged, RemoteUnavailable
from deskside.modules.calls.connectors.base import CallVendor, Turn
from deskside.modules.calls.schemas.vendor import Call, CallPage, PageIds, Span

ATTEMPTS = 3
TAIL_READS = 3
LONGEST_PAUSE = 3.0
NAMED_PAGES = 10
AHEAD = 2
"""Pages that are asked for or wait to be kept, for each that is asked for at once."""
UNDERSTANDING = 2
"""Threads beside those that ask: an answer is decoded while the next page is asked for."""

Missed = RemoteUnavailable | RemoteAnswerChanged
P = TypeVar("P", bound=CallPage | PageIds)


class Keep(Protocol):
    """Where the records of a reading go."""

    def begin(self) -> None:
        """Forget what was given: the reading begins anew."""

    def add(self, calls: list[Call]) -> None:
        """Keep these; records seen in this reading already do not count again."""

    def distinct(self) -> int:
        """How many different records were given."""


@dataclass
class Reading:
    """One pass over the pages. `ids` is a digest of each page's record ids, `totals` what the pages said."""

    size: int
    total: int = 0
    ids: dict[int, int] = field(default_factory=dict)
    read: int = 0
    moved: bool = False
    missed: dict[int, Missed] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """How many pages `total` records take; the first is always there."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class Outcome:
    """What was had. `gap` says what is missing, None: nothing. `slow`: 95 % of the pages took less (s)."""

    expected: int
    records: int
    read: int
    gap: str | None
    slow: float


OnPage = Callable[[int, int], None]
Ask = Callable[[Span, int, Turn], P]


def digest(ids: Iterable[str]) -> int:
    """Which records a page holds, in their order."""
    return hash(tuple(ids))


class DayReader:
    """Reads with `parallel` requests at once; pages wait in bounded number until they are kept.

    `likely` is how many records an earlier reading found: so many pages, at most `parallel`, are asked for
    before the first one has said how many there are.
    """

    def __init__(
        self,
        vendor: CallVendor,
        parallel: int,
        on_page: OnPage,
        pause: Callable[[float], None] = sleep,
        *,
        likely: int = 0,
    ) -> None:
        self._vendor = vendor
        self._parallel = parallel
        self._on_page = on_page
        self._pause = pause
        self._ahead = max(1, min(parallel, -(-likely // vendor.page_size)))
        self._turn = BoundedSemaphore(parallel)

    def read(self, span: Span, keep: Keep) -> Outcome:
        """The day, or a part and why. Raises what the first page raises, and RemoteRefused of any."""
        moved = False
        for _ in range(ATTEMPTS):
            keep.begin()
            reading = self._pass(span, keep)
            had = keep.distinct()
            gap = _gap(reading, had)
            if reading.missed:
                break
            moved = moved or reading.moved
            if gap is None and self._holds(span, reading, moved=moved):
                break
            moved = True
            gap = gap or "读取期间数据一直在变动"
        return Outcome(reading.total, had, reading.read, gap, _slow(reading.seconds))

    def _pass(self, span: Span, keep: Keep) -> Reading:
        reading = Reading(self._vendor.page_size)
        self._take_day(span, reading, keep)
        if reading.missed:
            self._again(span, reading, keep)
        if reading.moved and not reading.missed:
            self._follow_tail(span, reading, keep)
        return reading

    def _take_day(self, span: Span, reading: Reading, keep: Keep) -> None:
        """Each page once; whichever comes first tells how many there are."""
        known, numbers = False, deque(range(1, self._ahead + 1))
        for number, seconds, page in self._pages(self._vendor.page, span, numbers):
            if not known and isinstance(page, CallPage):
                known, reading.total = True, page.total
                numbers.extend(range(self._ahead + 1, reading.pages + 1))
            self._note(reading, keep, number, seconds, page)
        if not known:
            raise reading.missed[1]
        reading.missed = {number: why for number, why in reading.missed.items() if number <= reading.pages}

    def _take_all(self, span: Span, reading: Reading, keep: Keep, numbers: Iterable[int]) -> None:
        for number, seconds, page in self._pages(self._vendor.page, span, deque(numbers)):
            self._note(reading, keep, number, seconds, page)

    def _note(
        self, reading: Reading, keep: Keep, number: int, seconds: float, page: CallPage | Missed
    ) -> None:
        reading.seconds.append(seconds)
        if not isinstance(page, CallPage):
            reading.missed[number] = page
        elif page.calls or number <= reading.pages:
            self._take(reading, keep, number, page)
        else:
            reading.moved = reading.moved or page.total != reading.total

    def _take(self, reading: Reading, keep: Keep, number: int, page: CallPage) -> None:
        reading.moved = reading.moved or page.total != reading.total
        reading.ids[number] = digest(call.record_id for call in page.calls)
        reading.read += len(page.calls)
        reading.missed.pop(number, None)
        keep.add(page.calls)
        self._on_page(len(reading.ids), reading.pages)

    def _again(self, span: Span, reading: Reading, keep: Keep) -> None:
        """Each missed page once more, after the wait that the vendor asked for."""
        waits = [error.retry_after or 0.2 for error in reading.missed.values()]
        self._pause(min(LONGEST_PAUSE, max(waits)))
        self._take_all(span, reading, keep, sorted(reading.missed))

    def _follow_tail(self, span: Span, reading: Reading, keep: Keep) -> None:
        """The count moves: read the end again until it stands."""
        for _ in range(TAIL_READS):
            before = reading.pages
            page = self._vendor.page(span, before)
            stands = page.total == reading.total
            reading.total = page.total
            self._take(reading, keep, before, page)
            self._take_all(span, reading, keep, range(before + 1, reading.pages + 1))
            if stands:
                break

    def _holds(self, span: Span, reading: Reading, *, moved: bool) -> bool:
        """Whether a second look finds the same; taken of past days, and of today where its count moved.

        Only so a row that went while another came is noticed: the count stays, and one slips past between.
        """
        if not moved and span.until is not None:
            return True
        everything = deque(range(1, reading.pages + 1))
        for number, _seconds, page in self._pages(self._vendor.ids, span, everything):
            if not isinstance(page, PageIds) or page.total != reading.total:
                return False
            if digest(page.ids) != reading.ids.get(number):
                return False
        return True

    def _pages(self, ask: Ask[P], span: Span, numbers: deque[int]) -> Iterator[tuple[int, float, P | Missed]]:
        """Pages as they arrive, with the seconds that each took; `numbers` may get more on the way."""
        waiting: dict[Future[tuple[float, P | Missed]], int] = {}
        with ThreadPoolExecutor(self._parallel + UNDERSTANDING, thread_name_prefix="call-pages") as pool:
            try:
                while waiting or numbers:
                    while numbers and len(waiting) < AHEAD * self._parallel:
                        number = numbers.popleft()
                        waiting[pool.submit(self._timed, ask, span, number)] = number
                    for ready in wait(waiting, return_when=FIRST_COMPLETED).done:
                        yield waiting.pop(ready), *ready.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def _timed(self, ask: Ask[P], span: Span, number: int) -> tuple[float, P | Missed]:
        began = monotonic()
        try:
            page: P | Missed = ask(span, number, self._turn)
        except (RemoteUnavailable, RemoteAnswerChanged) as error:
            page = error
        return monotonic() - began, page


def _gap(reading: Reading, had: int) -> str | None:
    if reading.missed:
        pages = sorted(reading.missed)
        named = "、".join(str(number) for number in pages[:NAMED_PAGES])
        more = f" 等 {len(pages)} 页" if len(pages) > NAMED_PAGES else " 页"
        return f"第 {named}{more}未读到，共 {reading.pages} 页：{reading.missed[pages[0]].detail}"
    if had != reading.total:
        return f"供应商称有 {reading.total} 条，读到 {had} 条不同的话单"
    return None


def _slow(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else 0.0
