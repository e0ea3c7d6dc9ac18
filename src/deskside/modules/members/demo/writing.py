"""The demo warehouse, in a SQLite file or where an address says."""

from pathlib import Path

from sqlalchemy import URL, create_engine, select
from sqlalchemy.pool import NullPool

from deskside.kernel import clock
from deskside.kernel.db.engines import parse_url
from deskside.kernel.site import Site
from deskside.modules.members.demo.people import DEMO_SITE
from deskside.modules.members.demo.warehouse import warehouse_rows
from deskside.modules.members.models.warehouse import MEMBER
from deskside.modules.members.service.contract import create_contract, insert_rows

__all__ = ["DEMO_SITE", "fill_warehouse", "write_demo_file"]


def write_demo_file(path: Path, site: Site) -> str:
    """The file, made unless it is there; its URL. Its days end on the day on which it was made."""
    url = URL.create("sqlite", database=str(path.absolute()))
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".part")
        making.unlink(missing_ok=True)
        fill_warehouse(url.set(database=str(making.absolute())).render_as_string(), site)
        making.rename(path)
    return url.render_as_string()


def fill_warehouse(address: str, site: Site) -> bool:
    """Fill a warehouse that has no member yet, making its tables where they are missing; False otherwise."""
    url, _dialect = parse_url(address)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        create_contract(connection)
        if connection.execute(select(MEMBER.c.member_id).limit(1)).first() is not None:
            return False
        insert_rows(connection, warehouse_rows(clock.today(site.zone), site.zone))
    return True
