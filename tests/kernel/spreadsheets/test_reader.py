import os
import time
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from deskside.kernel.spreadsheets import Limits, SheetTooLarge, SheetUnreadable, open_sheet
from deskside.kernel.spreadsheets.cells import Row


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def _save(path: Path, cells: dict[str, str | float]) -> Path:
    workbook = Workbook()
    for place, value in cells.items():
        workbook.worksheets[0][place] = value
    workbook.save(path)
    return path


def _rows(path: Path, **options: object) -> list[Row]:
    limits = Limits(**options)  # type: ignore[arg-type]
    with open_sheet(path, limits=limits) as sheet:
        return list(sheet)


def _repack(source: Path, target: Path, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", method) as new:
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, data)
    return target


def _children() -> str:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            found.append((process / "cmdline").read_text() if parent == str(os.getpid()) else "")
    return "".join(found)


def test_every_kind_of_cell_comes_back_as_what_it_is(book: Path) -> None:
    moment = datetime(2026, 11, 22, 9, 5, 7)  # noqa: DTZ001 - workbooks have no zones
    cells = ["text", 48000123, 1.5, True, moment, date(2026, 11, 22), None, "中文", "=1+1", None]
    workbook = Workbook()
    workbook.worksheets[0].append(cells)
    workbook.save(book)
    assert _rows(book) == [["text", 48000123, 1.5, True, moment, date(2026, 11, 22), None, "中文"]]


def test_ids_have_no_point_and_long_ids_and_phones_stay_text(book: Path) -> None:
    _save(book, {"A1": 110101199003070, "B1": 1101011990030712, "C1": "+8613912345678", "D1": "0571"})
    _save(book.with_name("b.xlsx"), {"A1": "110101199003071234", "B1": 1e300, "C1": -5})
    assert _rows(book) == [[110101199003070, "1101011990030712", "+8613912345678", "0571"]]
    assert _rows(book.with_name("b.xlsx")) == [["110101199003071234", 1e300, -5]]


def test_rows_and_columns_keep_their_places(book: Path) -> None:
    assert _rows(_save(book, {"C3": "x", "D5": "y"})) == [
        [],
        [],
        [None, None, "x"],
        [],
        [None, None, None, "y"],
    ]


def test_a_sheet_is_chosen_by_name_and_hidden_ones_are_passed_over(book: Path) -> None:
    workbook = Workbook()
    hidden = workbook.worksheets[0]
    hidden.title, hidden.sheet_state, hidden["A1"] = "old", "hidden", "no"
    workbook.create_sheet("numbers")["A1"] = "yes"
    workbook.save(book)
    with open_sheet(book) as sheet:
        assert (sheet.kind, sheet.sheet_names, list(sheet)) == ("xlsx", ["old", "numbers"], [["yes"]])
    with open_sheet(book, sheet="old") as sheet:
        assert list(sheet) == [["no"]]
    with pytest.raises(SheetUnreadable, match="old, numbers"), open_sheet(book, sheet="none"):
        pass


def test_one_far_cell_alone_is_read(book: Path) -> None:
    with open_sheet(_save(book, {"XFD1048576": "far"})) as sheet:
        *before, last = ((len(row), row[-1:]) for row in sheet)
    assert len(before) == 1_048_575
    assert last == (16_384, ["far"])


def test_a_cell_far_from_another_kills_only_the_child(book: Path) -> None:
    _save(book, {"A1": "near", "XFD1048576": "far"})
    assert book.stat().st_size < 8_000
    with pytest.raises(SheetUnreadable, match="Delete empty rows and columns") as caught:
        _rows(book)
    assert "ended with -6" in str(caught.value.__notes__)
    assert "spreadsheets.child" not in _children()


def test_a_bomb_is_refused_by_what_it_says_it_unpacks_to(book: Path) -> None:
    _save(book, {"A1": 1})
    sheet = "xl/worksheets/sheet1.xml"
    bomb = _repack(book, book.with_name("bomb.xlsx"), sheet, b" " * 210_000_000)
    with pytest.raises(SheetTooLarge, match="200 MB"):
        _rows(bomb)
    dense = _repack(book, book.with_name("dense.xlsx"), sheet, b" " * 20_000_000)
    with pytest.raises(SheetTooLarge, match="100 times"):
        _rows(dense)


def test_a_bomb_that_lies_about_its_size_is_damaged(book: Path) -> None:
    _save(book, {"A1": 1})
    bomb = _repack(book, book.with_name("bomb.xlsx"), "xl/worksheets/sheet1.xml", b" " * 50_000_000)
    data = bytearray(bomb.read_bytes())
    true_size, said = (50_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    bomb.write_bytes(data.replace(true_size, said))
    with pytest.raises(SheetUnreadable, match="damaged"):
        _rows(bomb)


def test_a_large_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    with pytest.raises(SheetTooLarge, match="20 MB"):
        _rows(path)


@pytest.mark.parametrize("keep", [10, 100, 1000, 3000, -1, -30, -100])
def test_a_cut_workbook_is_unreadable(book: Path, keep: int) -> None:
    data = _save(book, {"A1": "x"}).read_bytes()
    book.write_bytes(data[:keep])
    with pytest.raises(SheetUnreadable):
        _rows(book)


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c r='A1'"),
        ("xl/workbook.xml", b"not xml"),
        ("xl/workbook.xml", b""),
        ("xl/worksheets/sheet1.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"),
        ("xl/workbook.bin", b"x"),
    ],
)
def test_damaged_and_hostile_parts_are_unreadable(book: Path, part: str, data: bytes) -> None:
    bad = _repack(_save(book, {"A1": "x"}), book.with_name("bad.xlsx"), part, data)
    with pytest.raises(SheetUnreadable):
        _rows(bad)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_archives_and_old_workbooks_say_what_to_do(book: Path, data: bytes) -> None:
    book.write_bytes(data)
    with pytest.raises(SheetUnreadable, match=r"save it (again )?as \.xlsx"):
        _rows(book)


def test_another_kind_of_archive_is_no_workbook(book: Path) -> None:
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(SheetUnreadable, match=r"not an \.xlsx"):
        _rows(book)


def test_too_much_memory_is_an_error_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes(b"a," * 5_000_000)
    with pytest.raises((SheetTooLarge, SheetUnreadable)):
        _rows(path, memory_bytes=150 << 20)


def test_too_much_cpu_is_an_error_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"a,b\n" * 4_000_000)
    with pytest.raises(SheetTooLarge, match="1 s to read"):
        _rows(path, cpu_seconds=1)


def test_a_child_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n")
    with pytest.raises(SheetTooLarge, match="gave no row"):
        _rows(path, wait_seconds=0.001)
    assert "spreadsheets.child" not in _children()


def test_leaving_early_ends_the_child(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"a,b\n" * 1_000_000)
    with open_sheet(path) as sheet:
        assert next(sheet) == ["a", "b"]
    assert "spreadsheets.child" not in _children()


def test_a_hundred_thousand_ids_need_no_memory_here(book: Path) -> None:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for number in range(100_000):
        sheet.append([48_000_000 + number, f"客户{number}"])
    workbook.save(book)
    started = time.monotonic()
    tracemalloc.start()
    with open_sheet(book) as rows:
        total = sum(row[0] for row in rows if isinstance(row[0], int))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == sum(range(48_000_000, 48_100_000))
    assert peak < 4_000_000
    assert time.monotonic() - started < 15
