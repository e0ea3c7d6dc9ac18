"""Reading a day while it changes: the day as it was at some moment, or a part that says so."""

import random
from datetime import date

import pytest

from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.modules.calls.connectors.base import FREE, Turn
from deskside.modules.calls.connectors.fake import FakeVendor
from deskside.modules.calls.schemas.vendor import Call, CallPage, Span
from deskside.modules.calls.service.reading import DayReader, Outcome

DAY = date(2026, 11, 20)


def call(number: int) -> Call:
    return Call(f"r{number}", 1_790_000_000 + number, 1, True, "", "", "", "", "", "", "", "", "")


class Kept:
    """Keeps the ids of the reading."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    def begin(self) -> None:
        self.ids = set()

    def add(self, calls: list[Call]) -> None:
        self.ids.update(one.record_id for one in calls)

    def distinct(self) -> int:
        return len(self.ids)


def read(
    vendor: FakeVendor, *, until: int | None = None, parallel: int = 3, likely: int = 0
) -> tuple[Outcome, set[str]]:
    kept = Kept()
    reader = DayReader(
        vendor, parallel, lambda _done, _total: None, pause=lambda _seconds: None, likely=likely
    )
    return reader.read(Span(DAY, until), kept), kept.ids


class Shifting:
    """A day whose rows come and go between two pages, some in pairs that leave the count as it was."""

    def __init__(self, seed: int, rows: tuple[int, int] = (1, 40)) -> None:
        self._chance = random.Random(seed)
        self.rows = [call(number) for number in range(self._chance.randrange(*rows))]
        self._next = 1000
        self.moments = [self._ids()]
        self._changes = self._chance.randrange(0, 9)
        self._likely = self._chance.choice((0.05, 0.3, 0.8))

    def _ids(self) -> frozenset[str]:
        return frozenset(one.record_id for one in self.rows)

    def change(self, _page: int) -> None:
        if self._changes <= 0 or self._chance.random() > self._likely:
            return
        self._changes -= 1
        what = self._chance.choice(("insert", "delete", "both", "append"))
        if what in {"delete", "both"} and self.rows:
            self.rows.pop(self._chance.randrange(len(self.rows)))
        if what in {"insert", "both", "append"}:
            place = len(self.rows) if what == "append" else self._chance.randrange(len(self.rows) + 1)
            self.rows.insert(place, call(self._next))
            self._next += 1
        self.moments.append(self._ids())


def test_whatever_moves_between_pages_the_result_is_a_day_that_was_or_says_that_it_is_a_part() -> None:
    whole = 0
    for seed in range(1000):
        day = Shifting(seed)
        vendor = FakeVendor({DAY: day.rows}, page_size=5, before_page=day.change)
        outcome, ids = read(vendor, parallel=1, likely=len(day.rows))
        if outcome.gap is None:
            whole += 1
            assert frozenset(ids) in day.moments, seed
            assert outcome.records == len(ids) == outcome.expected
    assert whole > 600


def test_a_long_day_that_shifts_is_a_day_that_was_too_or_says_that_it_is_a_part() -> None:
    whole = 0
    for seed in range(400):
        day = Shifting(seed, (60, 140))
        vendor = FakeVendor({DAY: day.rows}, page_size=2, before_page=day.change)
        outcome, ids = read(vendor, parallel=1)
        if outcome.gap is None:
            whole += 1
            assert frozenset(ids) in day.moments, seed
            assert outcome.records == len(ids) == outcome.expected
    assert whole > 200


def test_a_row_that_slips_over_the_edge_of_a_page_of_a_long_day_is_had() -> None:
    rows = [call(number) for number in range(100)]

    def swap(page: int) -> None:
        if page == 20 and rows[0].record_id == "r0":
            rows.pop(0)
            rows.append(call(1000))

    outcome, ids = read(FakeVendor({DAY: rows}, page_size=5, before_page=swap), parallel=1)
    assert outcome.gap is None
    assert ids == {one.record_id for one in rows}


def test_a_day_that_stands_still_is_had_whole_at_any_size() -> None:
    for count in (0, 1, 4, 5, 6, 50, 101):
        vendor = FakeVendor({DAY: [call(number) for number in range(count)]}, page_size=5)
        outcome, ids = read(vendor)
        assert (outcome.gap, outcome.records, len(ids)) == (None, count, count)


def test_the_settled_part_of_today_is_asked_for_once() -> None:
    vendor = FakeVendor({DAY: [call(number) for number in range(23)]}, page_size=5)
    outcome, _ids = read(vendor, until=2_000_000_000)
    assert outcome.gap is None
    assert sorted(vendor.asked) == [1, 2, 3, 4, 5]


def test_rows_that_come_to_the_end_while_it_is_read_are_had_too() -> None:
    rows = [call(number) for number in range(12)]
    late = [call(number) for number in range(100, 103)]

    def grow(page: int) -> None:
        if page == 2 and late:
            rows.append(late.pop())

    outcome, ids = read(FakeVendor({DAY: rows}, page_size=5, before_page=grow), until=2_000_000_000)
    assert outcome.gap is None
    assert len(ids) == len(rows)


class Failing(FakeVendor):
    """Refuses some pages so many times."""

    def __init__(self, count: int, fails: dict[int, int], error: type[Exception] = RemoteUnavailable) -> None:
        super().__init__({DAY: [call(number) for number in range(count)]}, page_size=5)
        self._fails, self._error = fails, error

    def page(self, span: Span, number: int, turn: Turn = FREE) -> CallPage:
        if self._fails.get(number, 0) > 0:
            self._fails[number] -= 1
            raise self._error("away")
        return super().page(span, number, turn)


def test_a_page_that_fails_once_is_asked_again() -> None:
    outcome, ids = read(Failing(23, {3: 1, 5: 1}))
    assert (outcome.gap, len(ids)) == (None, 23)


def test_a_page_that_stays_away_makes_the_day_a_part_that_names_it() -> None:
    outcome, ids = read(Failing(23, {3: 9}))
    assert outcome.gap is not None
    assert "第 3 页未读到" in outcome.gap
    assert len(ids) == 18


def test_without_the_first_page_there_is_nothing_to_tell() -> None:
    with pytest.raises(RemoteUnavailable):
        read(Failing(23, {1: 9}))


@pytest.mark.parametrize("count", [0, 3, 5, 12, 60])
@pytest.mark.parametrize("likely", [0, 5, 12, 1000])
def test_what_an_earlier_reading_found_changes_nothing_of_what_is_read(count: int, likely: int) -> None:
    vendor = Failing(count, {})
    outcome, ids = read(vendor, until=2**31, likely=likely)
    assert (outcome.gap, outcome.expected, len(ids)) == (None, count, count)
    assert outcome.read == count
    assert max(vendor.asked) <= max(3, -(-count // 5)), "at most as many ahead as are asked at once"


def test_a_first_page_that_fails_is_asked_again_where_another_told_how_many_there_are() -> None:
    outcome, ids = read(Failing(23, {1: 1}), likely=23)
    assert (outcome.gap, len(ids)) == (None, 23)
    outcome, ids = read(Failing(23, {1: 9}), likely=23)
    assert outcome.gap is not None
    assert "第 1 页未读到" in outcome.gap
    assert len(ids) == 18


def test_a_refusal_stops_the_reading_at_any_page() -> None:
    with pytest.raises(RemoteRefused):
        read(Failing(23, {4: 1}, RemoteRefused))


def test_pages_wait_in_bounded_number_until_they_are_kept() -> None:
    vendor = FakeVendor({DAY: [call(number) for number in range(500)]}, page_size=5)
    ahead: list[int] = []

    class Slow(Kept):
        def add(self, calls: list[Call]) -> None:
            super().add(calls)
            ahead.append(len(vendor.asked) - len(self.ids) // 5)

    reader = DayReader(vendor, 4, lambda _done, _total: None)
    assert reader.read(Span(DAY), Slow()).gap is None
    assert max(ahead) <= 2 * 4 + 1
