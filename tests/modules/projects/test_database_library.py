"""A plain database as the source of projects."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused, RemoteUnavailable
from deskside.modules.projects.connectors.database import DatabaseLibrary
from deskside.modules.projects.schemas.remote import ListWanted
from deskside.modules.projects.settings import ProjectsEnv

COLUMNS = {
    "table": "orders",
    "id": "no",
    "type": "kind",
    "status": "state",
    "title": "subject",
    "updated_at": "changed",
    "customer.name": "buyer",
    "customer.phone": "tel",
    "payment.amount": "total",
}
Open = Callable[..., DatabaseLibrary]


@pytest.fixture
def library(tmp_path: Path) -> Open:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    engine = create_engine(url)
    with engine.begin() as db:
        db.execute(text("CREATE TABLE orders (no, kind, state, subject, changed TEXT, buyer, tel, total)"))
        for number in range(5):
            db.execute(
                text("INSERT INTO orders VALUES (:no, 'sales', 'paid', '订单', :at, '王', '139', 12.5)"),
                {"no": f"S{number}", "at": f"2026-11-2{number} 08:00:00"},
            )
        db.execute(
            text("INSERT INTO orders VALUES ('A1', 'aftersales', 'created', '', NULL, NULL, NULL, NULL)")
        )
    engine.dispose()

    def make(columns: dict[str, str] | None = None, address: str = url) -> DatabaseLibrary:
        chosen = json.dumps(COLUMNS if columns is None else columns)
        return DatabaseLibrary(ProjectsEnv(database_url=SecretStr(address), columns=chosen, page_size=2))

    return make


def test_a_row_becomes_a_project(library: Open) -> None:
    found = library().one("S1")
    assert found is not None
    assert json.loads(found) == {
        "id": "S1",
        "type": "sales",
        "status": "paid",
        "title": "订单",
        "updated_at": "2026-11-21 08:00:00",
        "customer": {"name": "王", "phone": "139"},
        "payment": {"amount": 12.5},
    }
    assert library().one("none") is None


def test_pages_bring_every_row_of_a_type_once(library: Open) -> None:
    source, wanted = library(), ListWanted("sales")
    pages = [source.page(wanted, number).rows for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert [json.loads(row)["id"] for page in pages for row in page] == ["S0", "S1", "S2", "S3", "S4"]


def test_only_what_changed_is_asked_for(library: Open) -> None:
    since = datetime(2026, 11, 23, tzinfo=UTC)
    rows = library().page(ListWanted("sales", since), 1).rows
    assert [json.loads(row)["id"] for row in rows] == ["S3", "S4"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [({}, "table, id, type, status"), ({"table": "orders", "id": "no", "type": "kind"}, "status")],
)
def test_missing_columns_are_named(library: Open, columns: dict[str, str], said: str) -> None:
    with pytest.raises(RemoteRefused, match=said):
        library(columns)


def test_a_column_that_is_not_there_is_an_answer_that_changed(library: Open) -> None:
    with pytest.raises(RemoteAnswerChanged, match="nowhere"):
        library(COLUMNS | {"title": "nowhere"}).one("S1")


def test_a_database_that_is_away_is_unavailable(library: Open, tmp_path: Path) -> None:
    with pytest.raises(RemoteUnavailable):
        library(address=f"sqlite:///{tmp_path}/none/shop.db").one("S1")


def test_names_of_columns_are_never_taken_for_sql(library: Open) -> None:
    with pytest.raises(RemoteAnswerChanged):
        library(COLUMNS | {"title": 'subject" FROM orders; DROP TABLE orders; --'}).one("S1")
    assert library().one("S1") is not None
