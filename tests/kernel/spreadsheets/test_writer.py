import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from deskside.kernel.money import Money
from deskside.kernel.spreadsheets import SheetTooLarge, Table, open_sheet, write_csv, write_xlsx
from deskside.kernel.spreadsheets.cells import Row
from deskside.kernel.spreadsheets.texts import csv_rows

ZONE = ZoneInfo("Asia/Shanghai")
PAYLOADS = [
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","y")', "+1+1", "-1+1", "@SUM(1)", "\t=1",
    "\r=1", "'=1", "''=1", "{=1}", "http://x.example", "mailto:a@b.example", "internal:Sheet1!A1", "007",
    "1e5", "12345678901234567890", "<script>", "&amp;", "_x0041_", "a\nb", " lead", "trail ", "TRUE",
    "#N/A", "2026-11-22",
]  # fmt: skip
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
cramped = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _read(path: Path) -> list[Row]:
    with open_sheet(path) as sheet:
        return list(sheet)


def test_formulas_written_to_a_workbook_are_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [[text] for text in PAYLOADS]
    assert write_xlsx(path, [Table("表", ["=payload"], rows)], zone=ZONE) == len(PAYLOADS)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows()]
    assert [unescape(str(cell.value)) for cell in cells] == ["=payload", *PAYLOADS]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}
    assert _read(path) == [["=payload"], *rows]


def test_formulas_written_to_csv_are_defused_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_csv(path, ["=payload"], [[text] for text in PAYLOADS], zone=ZONE) == len(PAYLOADS)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    for line in data.decode("utf-8-sig").split("\r\n"):
        assert not line.lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r"))
    assert _read(path) == [["=payload"], *([text] for text in PAYLOADS)]


def test_values_keep_their_kind_and_moments_the_zone_of_the_site(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 22, 1, 5, 7, 9, tzinfo=UTC)
    row = [1, -1.5, True, None, moment, date(2026, 11, 22), Money(695050), Decimal("0.10"), 10**15, "007"]
    write_xlsx(tmp_path / "a.xlsx", [Table("a", ["h"], [row])], zone=ZONE)
    write_csv(tmp_path / "a.csv", ["h"], [row], zone=ZONE)
    local = datetime(2026, 11, 22, 9, 5, 7)  # noqa: DTZ001 - as it stands in the workbook
    day = date(2026, 11, 22)
    assert _read(tmp_path / "a.xlsx")[1] == [1, -1.5, True, None, local, day, 6950.5, 0.1, str(10**15), "007"]
    assert _read(tmp_path / "a.csv")[1] == [
        "1", "-1.5", "TRUE", None, "2026-11-22 09:05:07", "2026-11-22", "6950.50", "0.10", str(10**15), "007",
    ]  # fmt: skip


def test_two_tables_are_two_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_xlsx(path, [Table("a", ["h"], [["1"]]), Table("b", ["h"], [["2"], ["3"]])], zone=ZONE) == 3
    with open_sheet(path, sheet="b") as sheet:
        assert (sheet.sheet_names, list(sheet)) == (["a", "b"], [["h"], ["2"], ["3"]])


@cramped
@given(st.lists(st.lists(texts, min_size=1, max_size=4), max_size=5))
def test_any_text_survives_csv(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["h1", "h2", "h3", "h4"], rows, zone=ZONE)
    assert list(csv_rows(io.BytesIO(path.read_bytes())))[1:] == rows


@cramped
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=5))
def test_any_text_survives_a_workbook(tmp_path: Path, cells: list[str]) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [Table("a", ["h"], [cells])], zone=ZONE)
    assert _read(path)[1] == cells


def test_a_text_that_is_too_long_for_a_cell_is_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(SheetTooLarge, match="row 1, column 2"):
        write_xlsx(path, [Table("a", ["h"], [["a", "x" * 32_768]])], zone=ZONE)
    assert not path.exists()


def test_rows_that_fail_half_way_leave_no_file(tmp_path: Path) -> None:
    def rows() -> Iterator[list[str]]:
        yield ["a"]
        raise LookupError

    path = tmp_path / "a"
    with pytest.raises(LookupError):
        write_xlsx(path, [Table("a", ["h"], rows())], zone=ZONE)
    assert not path.exists()
    with pytest.raises(LookupError):
        write_csv(path, ["h"], rows(), zone=ZONE)
    assert not path.exists()


def test_rows_stream_through_both_writers(tmp_path: Path) -> None:
    rows = 20_000
    tracemalloc.start()
    table = Table("a", ["id", "name"], ((number, f"客户{number}") for number in range(rows)))
    assert write_xlsx(tmp_path / "a.xlsx", [table], zone=ZONE) == rows
    assert write_csv(tmp_path / "a.csv", ["id"], ((number,) for number in range(rows)), zone=ZONE) == rows
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
