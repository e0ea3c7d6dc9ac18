from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.spreadsheets.cells import Cell, cell_text, defuse, undefuse

openings = st.text("'=+-@\t\r a1", max_size=6)


@given(openings | st.text())
def test_what_was_defused_comes_back(text: str) -> None:
    assert undefuse(defuse(text)) == text


@given(openings | st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    assert not defuse(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_exactly_one_quote_is_put_and_taken(sign: str) -> None:
    assert defuse(f"{sign}1") == f"'{sign}1"
    assert defuse(f"'{sign}1") == f"''{sign}1"
    assert undefuse(f"''{sign}1") == f"'{sign}1"


@pytest.mark.parametrize("text", ["", "plain", "'quoted'", "O'Neil", "a=1", "'"])
def test_other_text_is_left_alone(text: str) -> None:
    assert defuse(text) == undefuse(text) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (48000123, "48000123"),
        ("007", "007"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 9, 5), "2026-11-22 09:05:00"),  # noqa: DTZ001 - workbooks have no zones
    ],
)
def test_a_cell_as_text_is_what_a_person_would_type(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text
