"""Files of customers, made by a job and streamed from the database: what is seen, and all of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.kernel.errors import Invalid, NotFound
from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import Table, Writable, write_csv, write_xlsx
from deskside.modules.contacts.messages import MakeCustomerExport
from deskside.modules.contacts.models import Customer, CustomerExport
from deskside.modules.contacts.queries.customers import found_customers
from deskside.modules.contacts.queries.filters import CustomerFilter, ordering
from deskside.modules.contacts.queries.followup import GROUPED, due_customers
from deskside.modules.contacts.rules.followup import Rule
from deskside.modules.contacts.rules.imports import CHINESE, COLUMNS, ENGLISH
from deskside.modules.contacts.schemas.customers import CustomerSort
from deskside.modules.contacts.service.followup import asked_rule
from deskside.platform import files
from deskside.platform.identity import User, make_principal
from deskside.platform.runs import RunContext

SLICE = 1_000
SHEET = "客户"
Columns = tuple(getattr(Customer, name) for name in COLUMNS)


def make_export(run: RunContext[MakeCustomerExport]) -> None:
    """Write the file, then keep it with its count and be done, in one commit."""
    zone = Site().zone
    with run.read() as db:
        asked = db.get(CustomerExport, run.message.file_id)
        if asked is None:
            raise NotFound("nobody waits for this file any more")
        wanted = asked.wanted
        ids = _ids(db, wanted, _actor(db.get(User, asked.owner_id)), zone)
    header = ENGLISH if wanted.get("headers") == "en" else CHINESE
    with TemporaryDirectory(prefix="deskside-") as folder:
        path = Path(folder) / "export"
        count = _write(path, header, _rows(run, ids), str(wanted["format"]), zone)
        run.read_count = count
        with run.finish() as db:
            files.fill_file(db, run.message.file_id, path)
            made = db.get(CustomerExport, run.message.file_id)
            if made is not None:
                made.row_count = count


def _write(
    path: Path, header: Sequence[str], rows: Iterator[Sequence[Writable]], kind: str, zone: ZoneInfo
) -> int:
    if kind == "csv":
        return write_csv(path, header, rows, zone=zone)
    return write_xlsx(path, [Table(SHEET, header, rows)], zone=zone)


def _actor(user: User | None) -> Principal:
    actor = None if user is None else make_principal(user, "api", 0)
    if actor is None or "contacts:export" not in actor.scopes:
        raise Invalid("whoever asked for this may no longer export customers")
    return actor


def _ids(db: Reads, wanted: dict[str, Any], actor: Principal, zone: ZoneInfo) -> Sequence[int]:
    which = wanted["set"]
    if which == "template":
        return []
    if which == "followup":
        return db.scalars(due_customers(db, _rule(db, wanted), actor, zone).order_by(*GROUPED)).all()
    if which == "filtered":
        narrowed = CustomerFilter.load(wanted.get("filter") or {})
    else:
        narrowed = CustomerFilter(valid={"valid": 1, "invalid": 0}.get(which))
    sort: CustomerSort = wanted["sort"] if wanted.get("sort") in get_args(CustomerSort) else "id"
    found: Select[int] = found_customers(db, narrowed, actor, zone)
    return db.scalars(found.order_by(*ordering(sort))).all()


def _rule(db: Reads, wanted: dict[str, Any]) -> Rule:
    given = wanted.get("rule") or {}
    return asked_rule(db, given.get("importance"), given.get("operator"), given.get("days"))


def _rows(run: RunContext[MakeCustomerExport], ids: Sequence[int]) -> Iterator[Sequence[Writable]]:
    for start in range(0, len(ids), SLICE):
        part = list(ids[start : start + SLICE])
        run.check()
        run.progress(start, len(ids))
        with run.read() as db:
            rows = {
                row[0]: row for row in db.execute(select(Customer.id, *Columns).where(Customer.id.in_(part)))
            }
        for one in part:
            if one in rows:
                yield [None if cell == "" else cell for cell in rows[one][1:]]
