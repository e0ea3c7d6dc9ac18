"""The demo world: its people and data, and a second server that plays the systems that Deskside reads."""

import threading
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route

from deskside.demo import calls_vendor
from deskside.demo.crm import make_crm
from deskside.demo.people import LOGINS, PASSWORD, add_people
from deskside.kernel.config import provide
from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.errors import BadRequest
from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import Table, write_xlsx
from deskside.modules.members.demo import write_demo_file
from deskside.platform.versions import Version, bump
from deskside.registry import MODULES

MARK = "demo"
NUMBERS = 48_000
FIRST_NUMBER = 17_000_000_000


class DemoWorld:
    """Data for an empty database, and the remotes on the port after Deskside's own."""

    def __init__(self, host: str, port: int, deskside: str, zone: ZoneInfo) -> None:
        self.logins = list(LOGINS)
        self.base = f"http://{host}:{port}"
        vendor = calls_vendor.make_vendor(calls_vendor.Vendor(zone))
        routes = [
            Mount("/crm", make_crm(deskside)),
            Mount("/calls-vendor", vendor),
            Route("/", lambda _request: RedirectResponse("/crm/")),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), host=host, port=port, log_config=None, access_log=False, lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="demo-world", daemon=True)

    @classmethod
    def beside(cls, site: Site, host: str, port: int) -> "DemoWorld":
        """The world next to Deskside on `host:port`; variables that the operator set win over it."""
        if host != "localhost" and not ip_address(host).is_loopback:
            raise BadRequest("--demo has a known password, so it listens on loopback only: leave out --host")
        world = cls(host, port + 1, f"http://{host}:{port}", site.zone)
        numbers = site.data_dir / "demo" / "numbers.xlsx"
        write_numbers(numbers, site)
        provide(
            {
                "DESKSIDE_PRIVATE_NETS": "127.0.0.0/8",
                "DESKSIDE_ASSIST_NUMBERS_PATH": str(numbers),
                "DESKSIDE_ASSIST_CRM_MATCH": f"{world.base}/crm/*",
                "DESKSIDE_MEMBERS_URL": write_demo_file(site.data_dir / "demo" / "warehouse.db", site),
                "DESKSIDE_NOTIFY_SINKS_URL": f"http://{host}:{port}/api/notify/received",
                **calls_vendor.environment(f"{world.base}/calls-vendor"),
            }
        )
        return world

    def load(self, site: Site, database: Database) -> None:
        """Fill an empty database, in one transaction; a second start finds it filled."""
        if not database.read(_is_filled):
            database.write(_fill, site)

    def start(self) -> list[str]:
        """Begin to answer; the lines that tell a person where, and who may sign in."""
        self._thread.start()
        logins = ", ".join(self.logins)
        return [f"The demo CRM answers on {self.base}/crm/", f"Sign in as {logins}; password {PASSWORD}"]

    def stop(self) -> None:
        """Answer no more."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(5)


def _is_filled(db: Reads) -> bool:
    return db.get(Version, MARK) is not None


def _fill(db: Writes, site: Site) -> None:
    bump(db, MARK)
    add_people(db)
    for module in MODULES:
        if module.demo is not None:
            module.demo(db, site)


def write_numbers(path: Path, site: Site) -> None:
    """The workbook of specially registered numbers: a header and NUMBERS rows, every seventh number."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = ([str(FIRST_NUMBER + 7 * index)] for index in range(NUMBERS))
    write_xlsx(path, [Table("48k", ["特殊中国号"], rows)], zone=site.zone)
