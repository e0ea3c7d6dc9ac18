"""What is wrong with an installation, and how to mend it."""

import socket
from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from deskside.kernel import migrations
from deskside.kernel.db import Database
from deskside.kernel.site import Site
from deskside.kernel.static import FOLDER

POOLS = 80
LOOKUPS = 8
BROKER_PORTS = {"amqp": 5672, "amqps": 5671, "redis": 6379, "rediss": 6379}
WAL_LIMIT = 256 * 1024 * 1024
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "glusterfs"}
PASSING_FOLDERS = ("/tmp", "/run", "/dev/shm")  # noqa: S108 - named in order to warn of them


class Finding(NamedTuple):
    """One thing that was looked at. `cure` is empty where nothing is wrong."""

    what: str
    cure: str = ""


def examine(site: Site, database: Database) -> Iterator[Finding]:
    """Every finding, good ones too."""
    for look in (_reach, _schema, _files, _keys, _broker, _console):
        yield from look(site, database)


def _reach(_site: Site, database: Database) -> Iterator[Finding]:
    try:
        with database.reading() as db:
            db.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        yield Finding(f"the database does not answer: {error}", "check DESKSIDE_DATABASE_URL and the server")
        return
    yield Finding(f"the database answers ({database.dialect})")
    if database.dialect != "sqlite":
        limit = _connection_limit(database)
        enough = limit >= 2 * (POOLS + LOOKUPS)
        what = f"the server allows {limit} connections; each process may take {POOLS + LOOKUPS}"
        yield Finding(what, "" if enough else "raise max_connections before adding processes")


def _connection_limit(database: Database) -> int:
    sql = "SHOW max_connections" if database.dialect == "postgresql" else "SELECT @@max_connections"
    with database.reading() as db:
        return int(db.execute(text(sql)).scalar_one())


def _schema(_site: Site, database: Database) -> Iterator[Finding]:
    try:
        present, wanted = migrations.current(database), migrations.head()
    except SQLAlchemyError:
        return
    cure = "" if present == wanted else "run `deskside migrate`"
    yield Finding(f"the schema is {present or 'empty'}; this release needs {wanted}", cure)


def _files(site: Site, database: Database) -> Iterator[Finding]:
    if database.dialect != "sqlite":
        return
    folder = site.data_dir.absolute()
    kind = _file_system(str(folder))
    if kind in NETWORK_FILE_SYSTEMS:
        yield Finding(
            f"{folder} is on {kind}", "SQLite needs a local disk: move the data folder, or use a server"
        )
    elif str(folder).startswith(PASSING_FOLDERS):
        yield Finding(f"{folder} does not survive a restart of the machine", "set DESKSIDE_DATA_DIR")
    else:
        yield Finding(f"data is kept in {folder} ({kind})")
    log = folder / "deskside.db-wal"
    if log.exists() and log.stat().st_size > WAL_LIMIT:
        yield Finding("the write-ahead log has grown large", "end the reader that has been open for long")


def _file_system(path: str) -> str:
    try:
        with open("/proc/mounts", encoding="utf-8") as mounts:  # noqa: PTH123 - a kernel file, not a path of ours
            rows = [line.split() for line in mounts]
    except OSError:
        return "unknown"
    fitting = [row for row in rows if path == row[1] or path.startswith(row[1].rstrip("/") + "/")]
    return max(fitting, key=lambda row: len(row[1]))[2] if fitting else "unknown"


def _keys(site: Site, _database: Database) -> Iterator[Finding]:
    path = site.data_dir / "secret.key"
    if site.secret_key is not None:
        weak = len(site.secret_key) < 32  # noqa: PLR2004 - characters
        yield Finding("DESKSIDE_SECRET_KEY is set", "use at least 32 random characters" if weak else "")
    elif path.exists() and path.stat().st_mode & 0o077:
        yield Finding(f"{path} can be read by others", f"chmod 600 {path}")
    else:
        yield Finding("the secret key is in the data folder")
    yield Finding(f"days and schedules follow {site.time_zone}")


def _broker(site: Site, _database: Database) -> Iterator[Finding]:
    if site.broker_url is None:
        yield Finding("no broker: workers look at the ledger once a second")
        return
    address = urlsplit(site.broker_url)
    where = f"{address.hostname}:{address.port or BROKER_PORTS.get(address.scheme, 0)}"
    if find_spec("celery") is None:
        yield Finding("DESKSIDE_BROKER_URL is set, Celery is absent", "pip install 'deskside[celery]'")
        return
    try:
        socket.create_connection((address.hostname or "", int(where.rpartition(":")[2])), 2).close()
    except OSError as error:
        cure = "start it or mend DESKSIDE_BROKER_URL; until then jobs travel by the ledger alone"
        yield Finding(f"the broker at {where} does not answer ({error.strerror or error})", cure)
        return
    yield Finding(f"the broker at {where} answers")


def _console(_site: Site, _database: Database) -> Iterator[Finding]:
    built = (FOLDER / "console" / "index.html").is_file()
    yield Finding(
        "the console is built" if built else "the console is not built", "" if built else "make setup"
    )
