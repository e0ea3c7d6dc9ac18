"""Numbers as workbooks hold them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.spreadsheets import Cell
from deskside.modules.assist.rules import collect_numbers, parse_number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (95012345678, "95012345678"),
        (" 95012345678 ", "95012345678"),
        ("095012345678", "095012345678"),
        ("号码", None),
        ("", None),
        (None, None),
        (True, None),
        (1.5, None),
        (-3, None),
        (date(2026, 11, 22), None),
        ("９５０", None),
        ("1" * 21, None),
    ],
)
def test_a_cell_holds_digits_or_no_number(cell: Cell, number: str | None) -> None:
    assert parse_number(cell) == number


def test_bad_cells_are_counted_and_named_by_row_and_the_rest_is_kept() -> None:
    rows: list[list[Cell]] = [["号码", "备注"], [1], ["x", "y"], [], [None, "z"], ["2"], [1.5], ["1"]]
    sheet = collect_numbers(rows)
    assert sheet.numbers == {"1", "2"}
    assert sheet.read == 5
    assert sheet.skipped == {"not a number": 2, "given twice": 1}
    assert sheet.rows == [(3, "not a number"), (7, "not a number"), (8, "given twice")]


def test_a_number_in_the_first_row_is_no_header() -> None:
    assert collect_numbers([[7], [8]]).numbers == {"7", "8"}


@given(st.lists(st.integers(0, 10**15) | st.text(max_size=3) | st.none()))
def test_every_filled_row_is_either_kept_or_counted(cells: list[int | str | None]) -> None:
    sheet = collect_numbers([[7], *([cell] for cell in cells)])
    assert sheet.read == len(sheet.numbers) + sum(sheet.skipped.values())
    assert len(sheet.rows) <= 100
