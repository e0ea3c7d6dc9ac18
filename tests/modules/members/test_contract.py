"""The contract with the warehouse: its DDL, its names, what may never be asked of it, and its limits."""

import os
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.pool import NullPool
from tests.modules.members.conftest import Server

from deskside.kernel.db import Database
from deskside.kernel.errors import BadRequest
from deskside.kernel.site import Site
from deskside.modules.members.demo import fill_warehouse, write_demo_file
from deskside.modules.members.models.warehouse import WAREHOUSE
from deskside.modules.members.service.checking import check_warehouse, warn_of_unsafe_servers
from deskside.modules.members.service.contract import create_contract
from deskside.modules.members.service.foreign import set_up, unsafe_servers
from deskside.modules.members.service.parts import Sources

ROOT = Path(__file__).parents[3]
SQLITE_ONLY = pytest.mark.parametrize("engine_name", ["sqlite"])
# Spelled in halves, so that this file is not found by its own search.
FORBIDDEN = ("consume_" + "money", "service_" + "fee", "dwd_assistant_" + "trash_event")


def test_the_shipped_ddl_makes_the_columns_that_are_asked_for(etl: Engine) -> None:
    seen = inspect(etl)
    for name, view in WAREHOUSE.tables.items():
        assert [column["name"] for column in seen.get_columns(name)] == [c.name for c in view.columns]


def test_the_shipped_ddl_may_be_run_again(etl: Engine) -> None:
    with etl.begin() as connection:
        create_contract(connection)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_forbidden_column_stands_in_no_source(name: str) -> None:
    sources = [path for folder in ("src", "migrations", "bench") for path in (ROOT / folder).rglob("*.*")]
    texts = [path for path in sources if path.suffix in {".py", ".sql"}]
    assert len(texts) > 100
    assert [str(path) for path in texts if name in path.read_text("utf-8")] == []


def test_only_the_named_filters_spell_voids_and_settlement_types() -> None:
    folder = ROOT / "src/deskside/modules/members"
    spelled = re.compile(r"\.c\.(is_delete|settle_type|site_id)\b")
    found = {path.name for path in folder.rglob("*.py") if spelled.search(path.read_text("utf-8"))}
    assert found == {"filters.py"}


def test_a_filled_warehouse_is_filled_once(tmp_path: Path) -> None:
    site = Site(data_dir=tmp_path)
    url = write_demo_file(tmp_path / "demo" / "warehouse.db", site)
    assert write_demo_file(tmp_path / "demo" / "warehouse.db", site) == url
    assert not fill_warehouse(url, site)
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["warehouse.db"]


def test_foreign_tables_need_two_postgresql_databases() -> None:
    with pytest.raises(BadRequest, match="postgresql://"):
        list(set_up("sqlite:///a.db", "postgresql://root@127.0.0.1/app"))


def test_doctor_says_that_there_is_no_warehouse(database: Database) -> None:
    findings = list(check_warehouse(Site(), database))
    assert [(finding.what, finding.cure) for finding in findings] == [
        ("no warehouse of members: DESKSIDE_MEMBERS_URL is not set", "")
    ]


@SQLITE_ONLY
def test_doctor_names_what_a_warehouse_lacks(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "warehouse.db"
    monkeypatch.setenv("DESKSIDE_MEMBERS_URL", f"sqlite:///{path}")
    [away] = check_warehouse(Site(), database)
    assert "does not answer" in away.what
    assert away.cure
    fill_warehouse(f"sqlite:///{path}", Site())
    [whole] = check_warehouse(Site(), database)
    assert (whole.what, whole.cure) == ("the members' warehouse has its views (sqlite)", "")
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE v_dwd_recharge"))
    [lacking] = check_warehouse(Site(), database)
    assert "v_dwd_recharge" in lacking.what
    assert lacking.cure


@SQLITE_ONLY
@pytest.mark.service
def test_a_foreign_server_without_limits_is_refused_until_it_is_mended(
    servers: dict[str, Server],
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    servers["postgresql"].need()
    etl, app = (
        servers["postgresql"].create(f"deskside_test_{os.getpid()}_check_{name}") for name in ("etl", "app")
    )
    assert list(set_up(etl.render_as_string(), app.render_as_string()))[-1].endswith("with limits")
    monkeypatch.setenv("DESKSIDE_MEMBERS_URL", app.render_as_string())
    assert [finding.cure for finding in check_warehouse(Site(), database)] == [""]
    engine = create_engine(app, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            text("ALTER SERVER deskside_warehouse OPTIONS (DROP connect_timeout, SET options '')")
        )
        [server] = unsafe_servers(connection)
        assert server.lacks == ("connect_timeout", "options")
        sentence = "the foreign server deskside_warehouse lacks connect_timeout, options"
        assert [sentence in finding.what for finding in check_warehouse(Site(), database)] == [False, True]
        sources = Sources.open(database, app.render_as_string())
        warn_of_unsafe_servers(sources)
        sources.close()
        assert sentence in capsys.readouterr().out
        connection.execute(text(server.cure))
        assert unsafe_servers(connection) == []
