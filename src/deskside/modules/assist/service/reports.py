"""Row reports: which rows of an upload were left out, and why."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from deskside.kernel.db import Writes
from deskside.kernel.spreadsheets import Table, write_xlsx
from deskside.platform import files


class BadRows:
    """Collects rows on disk, however many there are, and makes a workbook of them."""

    def __init__(self, folder: Path, header: Sequence[str]) -> None:
        self._folder = folder
        self._header = header
        self._spool = (folder / "bad.csv").open("w+", encoding="utf-8", newline="")
        self._write = csv.writer(self._spool).writerow
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _place: TracebackType | None
    ) -> None:
        self._spool.close()

    def add(self, cells: Sequence[int | str | None]) -> None:
        """One row: the first cell is its number."""
        self._write(cells)
        self.count += 1

    def keep(self, db: Writes, belongs_to: tuple[int, int], name: str, zone: ZoneInfo) -> str | None:
        """The id of the workbook, kept for an owner and as long as a job's run; None when no row is bad."""
        if not self.count:
            return None
        path = self._folder / "report.xlsx"
        write_xlsx(path, [Table("行报告", self._header, self._rows())], zone=zone)
        owner_id, job_id = belongs_to
        return files.fill_report(db, owner_id, job_id, name, path)

    def _rows(self) -> Iterator[list[int | str | None]]:
        self._spool.seek(0)
        for number, *cells in csv.reader(self._spool):
            yield [int(number), *(cell or None for cell in cells)]
