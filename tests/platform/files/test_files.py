"""Files that people upload and that jobs make for them."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.kernel.errors import Invalid, NotFound, TooLarge
from deskside.kernel.wire import install_error_handlers
from deskside.platform import files
from deskside.platform.files.names import disposition, safe_name
from deskside.platform.files.service import CHUNK, LARGEST_UPLOAD, PER_OWNER
from deskside.platform.files.upkeep import CleanFiles
from deskside.platform.jobs import Runner, enqueue
from deskside.platform.runs.models import Run
from deskside.platform.runs.upkeep import clean_runs

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def now() -> Iterator[list[datetime]]:
    """The time, to be changed."""
    held = [NOON]
    clock.travel(lambda: held[0])
    yield held
    clock.travel(lambda: datetime.now(UTC))


@pytest.fixture
def client(database: Database) -> TestClient:
    """Asks as the user whose id the token is."""

    def authenticate(request: Request) -> Principal:
        user_id = int(request.headers["authorization"].removeprefix("Bearer "))
        return Principal(user_id, "u", "U", None, frozenset(), frozenset(), "session", 1)

    app = FastAPI()
    app.include_router(files.router)
    install_error_handlers(app)
    app.state.database, app.state.authenticate = database, authenticate
    return TestClient(app, headers={"Authorization": "Bearer 1"}, raise_server_exceptions=False)


def made(database: Database, folder: Path, content: bytes, name: str = "导出_12.xlsx") -> str:
    path = folder / "made"
    path.write_bytes(content)
    with database.writing() as db:
        file = files.announce_file(db, 1, name)
        files.fill_file(db, file.id, path)
        return file.id


def stored(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(files.StoredChunk)) or 0


def clean(database: Database) -> None:
    with database.writing() as db:
        enqueue(db, CleanFiles())
    runner = Runner(database, Ports())
    runner.run_due()
    runner.close()


def test_a_made_file_comes_back_byte_by_byte(database: Database, client: TestClient, tmp_path: Path) -> None:
    content = bytes(range(256)) * (CHUNK // 256) + b"the rest"
    file_id = made(database, tmp_path, content)
    assert stored(database) == 2
    answer = client.get(f"/api/files/{file_id}")
    assert answer.content == content
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"___12.xlsx\"; filename*=UTF-8''%E5%AF%BC%E5%87%BA_12.xlsx"
    )


def test_a_file_is_its_owners_alone_for_five_minutes(
    database: Database, client: TestClient, tmp_path: Path, now: list[datetime]
) -> None:
    path = f"/api/files/{made(database, tmp_path, b'x')}"
    assert client.get(path, headers={"Authorization": "Bearer 2"}).status_code == 404
    now[0] += timedelta(minutes=4, seconds=59)
    assert client.get(path).status_code == 200
    now[0] += timedelta(seconds=1)
    assert client.get(path).status_code == 404
    clean(database)
    assert stored(database) == 1
    now[0] += timedelta(minutes=10, seconds=1)
    clean(database)
    assert stored(database) == 0


def test_a_file_that_is_being_made_says_so(database: Database, client: TestClient) -> None:
    with database.writing() as db:
        file = files.announce_file(db, 1, "a.xlsx")
        file.job_id = 7
    path = f"/api/files/{file.id}"
    answer = client.get(path)
    assert (answer.status_code, answer.json()) == (202, {"state": "making"})
    database.write(files.drop_unmade, 7)
    assert client.get(path).status_code == 404


def test_an_upload_is_read_by_its_job_and_by_nobody_else(
    database: Database, client: TestClient, tmp_path: Path, now: list[datetime]
) -> None:
    file_id = database.write(files.save_upload, 1, "a.csv", io.BytesIO(b"5\n6"))
    assert client.get(f"/api/files/{file_id}").status_code == 404
    with database.reading() as db:
        files.unpack(db, file_id, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"5\n6"
    now[0] += timedelta(days=1, minutes=11)
    clean(database)
    with database.reading() as db, pytest.raises(NotFound, match="send it again"):
        files.unpack(db, file_id, tmp_path / "copy")


class Endless(io.RawIOBase):
    """More bytes than anybody may send."""

    given = 0

    def seek(self, _place: int, _whence: int = 0) -> int:
        self.given = 0
        return 0

    def read(self, size: int = -1) -> bytes:
        self.given += size
        return b"\0" * size


@on_sqlite
def test_what_is_too_large_or_empty_is_refused_and_leaves_nothing(database: Database) -> None:
    endless: Any = Endless()
    with pytest.raises(TooLarge, match="20 MB"):
        database.write(files.save_upload, 1, "a.csv", endless)
    assert endless.given <= LARGEST_UPLOAD + CHUNK
    with pytest.raises(Invalid, match="empty"):
        database.write(files.save_upload, 1, "a.csv", io.BytesIO())
    assert stored(database) == 0


@on_sqlite
def test_nobody_may_fill_the_disk(database: Database) -> None:
    with database.writing() as db:
        held = files.announce_file(db, 1, "a.xlsx")
        held.size = PER_OWNER - 2
    with pytest.raises(TooLarge, match="wait"):
        database.write(files.save_upload, 1, "a.csv", io.BytesIO(b"123"))
    assert database.write(files.save_upload, 2, "a.csv", io.BytesIO(b"123"))


def test_a_report_lives_with_its_run(database: Database, client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(b"x")
    with database.writing() as db:
        db.add(
            Run(
                job_id=7,
                name="n",
                title_zh="z",
                title_en="e",
                trigger="manual",
                state="done",
                created_at=NOON,
            )
        )
        report = files.fill_report(db, 1, 7, "r.xlsx", path)
    assert client.get(f"/api/files/{report}").status_code == 200
    database.write(clean_runs, NOON)
    assert client.get(f"/api/files/{report}").status_code == 200
    database.write(clean_runs, NOON + timedelta(days=1))
    assert client.get(f"/api/files/{report}").status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("客户 全部.xlsx", "客户 全部.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\名单.csv", "名单.csv"),
        ('a"b\r\nX: y.csv', "a_b__X_ y.csv"),
        ("\u202excod.exe", "_xcod.exe"),
        ("\ud800.csv", "_.csv"),
        ("..", "file"),
        ("", "file"),
        ("长" * 300 + ".xlsx", "长" * 115 + ".xlsx"),
    ],
)
def test_names_are_safe_in_folders_and_headers(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    disposition(safe).encode("ascii")
