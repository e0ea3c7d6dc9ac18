"""Reports hold every row, on paper and in workbooks."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select
from tests.modules.calls.conftest import YESTERDAY, ZONE, calls_of

from deskside.kernel.db import Database, Reads
from deskside.modules.calls.messages import MakePeriodicReport
from deskside.modules.calls.models import PeriodicReport
from deskside.modules.calls.rules.tally import Hours, Tally
from deskside.modules.calls.service.counting import Counted, store_day
from deskside.modules.calls.service.keeping import next_mark, store_calls
from deskside.platform.files.models import StoredFile
from deskside.platform.files.queries import chunk
from deskside.platform.jobs import Message, Runner
from deskside.platform.notify import PostedNotice
from deskside.platform.runs import Run

ROWS = 25_000
Go = Callable[[Message], Run]


def fill(database: Database, count: int) -> None:
    """So many records of yesterday."""
    calls = calls_of(YESTERDAY, count, grade="9元")
    tally = Tally(Hours(ZONE))
    tally.add(calls)
    with database.writing() as db:
        store_calls(db, YESTERDAY, next_mark(db, YESTERDAY), calls)
        counted = Counted(tally, count, count, partial=False, sync_type="manual", elapsed=0.0)
        store_day(db, YESTERDAY, counted, today=False)


def content(db: Reads, file_id: str) -> bytes:
    pieces, number = b"", 0
    while (piece := chunk(db, file_id, number)) is not None:
        pieces, number = pieces + piece, number + 1
    return pieces


def make(lead: TestClient, runner: Runner, database: Database, **body: str) -> bytes:
    day = YESTERDAY.isoformat()
    asked = lead.post("/api/calls/reports", json={"from": day, "to": day, **body})
    assert asked.status_code == 202, asked.text
    runner.run_due()
    return database.read(content, asked.json()["file_id"])


def sheet(data: bytes) -> list[tuple[Any, ...]]:
    book = load_workbook(BytesIO(data), read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_workbook_of_25_000_records_has_25_000_rows(
    lead: TestClient, world: Database, runner: Runner
) -> None:
    fill(world, ROWS)
    rows = sheet(make(lead, runner, world, kind="xlsx", what="records"))
    assert len(rows) == ROWS + 1
    assert len({row[-1] for row in rows[1:]}) == ROWS
    assert all("****" in str(row[3]) for row in rows[1:])


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_pdf_of_25_000_records_prints_and_counts_them_all(
    lead: TestClient, world: Database, runner: Runner
) -> None:
    fill(world, ROWS)
    pdf = PdfReader(BytesIO(make(lead, runner, world, kind="pdf", what="records")))
    texts = [pdf.pages[number].extract_text() for number in (0, len(pdf.pages) - 1)]
    assert "外呼话单明细" in texts[0]
    per_page = texts[0].count("9元")
    rest = texts[1].count("139****")
    assert (len(pdf.pages) - 1) * texts[0].count("139****") + rest == ROWS
    assert per_page > 0
    assert f"共 {ROWS} 行" in texts[0]
    assert list(embedded(pdf))


def embedded(pdf: PdfReader) -> Iterator[str]:
    """The names of the fonts that are in the file itself."""
    for font in pdf.pages[0].get("/Resources", {}).get("/Font", {}).values():
        one = font.get_object()
        if "/FontFile2" in one.get("/FontDescriptor", {}):
            yield one["/BaseFont"]


def test_daily_and_agent_reports_say_what_is_missing(
    lead: TestClient, world: Database, runner: Runner
) -> None:
    fill(world, 120)
    day = (YESTERDAY - timedelta(days=1)).isoformat()
    rows = sheet(make(lead, runner, world, kind="xlsx", what="days", **{"from": day}))
    assert [(row[0].date().isoformat(), row[5], row[8]) for row in rows[1:]] == [
        ("2026-11-20", None, "未同步"),
        ("2026-11-21", 120, "完整"),
    ]
    ranks = sheet(make(lead, runner, world, kind="xlsx", what="agents"))
    assert [row[3] for row in ranks[1:]] == [40, 40, 40]


def test_a_report_belongs_to_whoever_asked(lead: TestClient, world: Database, runner: Runner) -> None:
    fill(world, 3)
    make(lead, runner, world, kind="xlsx", what="records")
    with world.reading() as db:
        file = db.scalars(select(StoredFile)).one()
    assert (file.owner_id, file.name) == (1, "外呼_话单明细_20261121-20261121.xlsx")


def test_the_weekly_report_has_its_totals_in_the_subject(lead: TestClient, world: Database, run: Go) -> None:
    fill(world, 30)
    lead.put("/api/calls/rules", json={"version": 0, "values": {"report_to": "u1, nobody"}})
    made = run(MakePeriodicReport(first=YESTERDAY - timedelta(days=1), last=YESTERDAY))
    assert (made.complete, made.changed_count) == (False, 1)
    with world.reading() as db:
        report = db.scalars(select(PeriodicReport)).one()
        rows = sheet(content(db, report.file_id))
        notice = db.scalars(select(PostedNotice)).one()
    assert (notice.user_id, notice.attachments) == (report.owner_id, [report.file_id])
    assert notice.variables["subject"] == report.subject
    assert notice.variables["complete"].startswith("部分日期未同步")
    assert report.subject.startswith(
        "【部分】外呼周报 2026-11-20 至 2026-11-21：成功 30（9元 30、1元 0），话单 30"
    )
    assert "1 天未同步" in report.subject
    assert len(rows) == 3
    assert lead.get("/api/calls/reports").json()["items"][0]["subject"] == report.subject


def test_without_recipients_no_weekly_report_is_made(world: Database, run: Go) -> None:
    assert run(MakePeriodicReport(first=YESTERDAY, last=YESTERDAY)).complete
    with world.reading() as db:
        assert db.scalars(select(PeriodicReport)).all() == []
