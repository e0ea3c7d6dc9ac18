"""Tables of customers that people upload, read slice by slice; a try that was cut off goes on there."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Invalid, NotFound, TooLarge
from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import Cell, Table, Writable, open_sheet, write_xlsx
from deskside.modules.contacts.errors import nothing_to_undo
from deskside.modules.contacts.messages import ImportCustomers
from deskside.modules.contacts.models import CustomerImport, CustomerImportRow
from deskside.modules.contacts.queries.imports import import_rows, outcome_counts, own_import
from deskside.modules.contacts.rules.imports import Layout, Reading, Wish, read_wishes
from deskside.modules.contacts.rules.keys import email_key
from deskside.modules.contacts.schemas.bulk import UndoOut
from deskside.modules.contacts.service.bulk import add_batch, undo_batch
from deskside.modules.contacts.service.saving import Saving, stamp
from deskside.platform import audit, files
from deskside.platform.identity import User, make_principal
from deskside.platform.runs import RunContext

SLICE = 200
REFUSED = (Invalid, TooLarge)
HEADERS = {
    "zh": ("行号", "邮箱", "联系人", "结果", "原因"),
    "en": ("Row", "Email", "Name", "Result", "Reason"),
}
OUTCOMES = {
    "zh": {"created": "新增", "updated": "更新", "unchanged": "无变化", "failed": "失败"},
    "en": {"created": "created", "updated": "updated", "unchanged": "unchanged", "failed": "failed"},
}


def import_customers(run: RunContext[ImportCustomers]) -> None:
    """Read an uploaded table and save its good rows. A refusal of the whole ends the run as partial."""
    with run.read() as db:
        row = db.get(CustomerImport, run.message.import_id)
    if row is None:
        raise NotFound("the import is gone: upload the file again")
    with TemporaryDirectory(prefix="deskside-") as folder:
        try:
            _read(run, row, Path(folder))
            _end(run, row, Path(folder))
        except REFUSED as refusal:
            with run.finish() as db:
                present = _present(db, row.id)
                present.state, present.why = "failed", refusal.detail
                files.drop_file(db, present.upload_id)
                run.partial(refusal.detail)


def _read(run: RunContext[ImportCustomers], row: CustomerImport, folder: Path) -> None:
    path = folder / "upload"
    with run.read() as db:
        files.unpack(db, row.upload_id, path)
        actor = _actor(db.get(User, row.owner_id))
    reading = Reading(row.language, Site().zone, row.together, row.mapping)
    layouts: list[Layout] = []
    done = int(str(run.checkpoint or 0))
    saving = Saving(row, actor)
    run.read_count = 0
    with open_sheet(path) as sheet:
        wishes = read_wishes(_counted(run, sheet), reading, layouts.append)
        place = 0
        for part in _slices(wishes):
            if place + len(part) > done:
                _save(run, saving, place, part[max(0, done - place) :], layouts[0])
            place += len(part)
    if not place:
        raise Invalid("the first sheet holds no customer")
    run.read_count -= layouts[0].first


def _save(
    run: RunContext[ImportCustomers], saving: Saving, place: int, part: list[Wish], layout: Layout
) -> None:
    """One slice, its place in the table and its counts in one commit."""
    run.check()
    last = place + len(part)
    with run.step(last, checkpoint=last) as db:
        row = _present(db, saving.row.id)
        if row.batch_id is None and not row.dry_run:
            row.batch_id = add_batch(db, "import", saving.actor).id
        row.mapping, row.ignored = list(layout.columns), list(layout.ignored)
        saving.row = row
        judged = saving.save(db, place + 1, part)
        if not row.dry_run:
            run.changed += sum(one.outcome in {"created", "updated"} for one in judged)
        bad = sum(one.outcome == "failed" for one in judged)
        if bad:
            run.skip("cannot be saved", bad)


def _counted(run: RunContext[ImportCustomers], rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    for row in rows:
        run.read_count += bool(row)
        yield row


def _slices(wishes: Iterator[Wish]) -> Iterator[list[Wish]]:
    """Some at a time, none of which speaks of an address that another of them has."""
    part: list[Wish] = []
    seen: set[str] = set()
    for wish in wishes:
        keys = {email_key(one) for one in wish.emails}
        if len(part) >= SLICE or keys & seen:
            yield part
            part, seen = [], set()
        part.append(wish)
        seen |= keys - {""}
    if part:
        yield part


def _actor(user: User | None) -> Principal:
    actor = None if user is None else make_principal(user, "api", 0)
    if actor is None or "contacts:import" not in actor.scopes:
        raise Invalid("whoever uploaded this may no longer import customers")
    return actor


def _end(run: RunContext[ImportCustomers], row: CustomerImport, folder: Path) -> None:
    path = folder / "report.xlsx"
    words = OUTCOMES["zh" if row.language == "zh" else "en"]
    table = Table("结果", HEADERS["zh" if row.language == "zh" else "en"], _told(run, row.id, words))
    write_xlsx(path, [table], zone=Site().zone)
    with run.finish() as db:
        present = _present(db, row.id)
        for outcome, count in outcome_counts(db, row.id).items():
            setattr(present, outcome, count)
        present.state, present.row_count = "ready", run.read_count
        name = f"{Path(row.name).stem}_{'导入结果' if row.language == 'zh' else 'result'}.xlsx"
        present.report_file_id = files.fill_report(db, row.owner_id, run.job.job_id, name, path)
        files.drop_file(db, present.upload_id)
        _record(db, present)


def _told(
    run: RunContext[ImportCustomers], import_id: int, words: dict[str, str]
) -> Iterator[list[Writable]]:
    for one in import_rows(run.read, import_id):
        yield _report_row(one, words)


def _report_row(one: CustomerImportRow, words: dict[str, str]) -> list[Writable]:
    return [one.row_number, one.email, one.name or None, words[one.outcome], one.reason]


def _record(db: Writes, row: CustomerImport) -> None:
    if row.dry_run:
        return
    user = db.get(User, row.owner_id)
    audit.record(
        db,
        actor=None if user is None else make_principal(user, "api", 0),
        action="contacts.customers.import",
        subject=("import", row.id),
        new={name: getattr(row, name) for name in ("created", "updated", "unchanged", "failed")},
    )


def _present(db: Writes, import_id: int) -> CustomerImport:
    row = db.get(CustomerImport, import_id, with_for_update=True)
    if row is None:
        raise NotFound("the import is gone: upload the file again")
    return row


def undo_import(db: Writes, import_id: int, actor: Principal) -> UndoOut:
    """Give customers of an upload back what they were, but those changed since. Raise NotFound, Conflict."""
    row = own_import(db, import_id, actor)
    if row.state != "ready" or row.batch_id is None or row.undone_at is not None:
        raise nothing_to_undo()
    out = undo_batch(db, row.batch_id, actor)
    stamp(row)
    return out
