import io
from pathlib import Path

import pytest

from deskside.kernel.spreadsheets import SheetTooLarge, SheetUnreadable, open_sheet
from deskside.kernel.spreadsheets.cells import Row
from deskside.kernel.spreadsheets.texts import csv_rows, find_delimiter

TABLE = "联系人,电话\n王强,+8613912345678\n"
ROWS: list[Row] = [["联系人", "电话"], ["王强", "+8613912345678"]]


def _rows(data: bytes) -> list[Row]:
    return list(csv_rows(io.BytesIO(data)))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_delimiter_and_line_end_is_found(
    encoding: str, delimiter: str, newline: str
) -> None:
    table = "name,tel," + TABLE  # ASCII first, as headers are
    wanted: list[Row] = [["name", "tel", "联系人", "电话"], ["王强", "+8613912345678"]]
    text = table.replace(",", delimiter).replace("\n", newline)
    assert _rows(text.encode(encoding)) == wanted


def test_characters_beyond_gbk_are_read_from_gb18030() -> None:
    assert _rows("㐀,𠀀\n".encode("gb18030")) == [["㐀", "𠀀"]]


def test_all_cells_are_text_and_empty_ones_nothing() -> None:
    assert _rows(b"007,,1.0,TRUE\n\n") == [["007", None, "1.0", "TRUE"], []]


def test_one_quote_before_a_formula_is_taken_off() -> None:
    assert _rows(b"'=1+1,''=1,'plain,-5\n") == [["=1+1", "'=1", "'plain", "-5"]]


def test_quoted_cells_may_hold_delimiters_and_lines() -> None:
    assert _rows(b'"a,b";"c\nd"\n1;2\n') == [["a,b", "c\nd"], ["1", "2"]]


def test_the_first_full_row_decides_the_delimiter() -> None:
    assert find_delimiter('\n\na;b;"c,d,e,f"\n') == ";"
    assert find_delimiter("single\n") == ","
    assert find_delimiter("") == ","


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html><table>", "web page"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "not a table"),
        (b"a\0b\0" * 2000 + b"a", "not a table"),
        (b"caf\xe9 \xff\xff\n", "neither a workbook nor text"),
        (b"a" * 5000 + b"\0", "neither a workbook nor text"),
    ],
)
def test_what_is_no_table_says_so(data: bytes, why: str) -> None:
    with pytest.raises(SheetUnreadable, match=why):
        _rows(data)


def test_half_a_character_names_its_row() -> None:
    with pytest.raises(SheetUnreadable, match="row 1"):
        _rows("\ufeffa,b\n".encode("utf-16-le") + b"\x00")


def test_a_quote_left_open_names_its_row() -> None:
    with pytest.raises(SheetTooLarge, match="row 3"):
        _rows(b'a,b\nc,d\n"e' + b"x" * 1_100_000)


def test_a_file_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    path.write_bytes(TABLE.encode("gbk"))
    with open_sheet(path) as sheet:
        assert (sheet.kind, sheet.sheet_names) == ("csv", [])
        assert list(sheet) == ROWS


def test_an_empty_file_has_no_row(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    with open_sheet(path) as sheet:
        assert list(sheet) == []
