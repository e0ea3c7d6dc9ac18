"""Tables of plans that people upload: good rows saved, bad rows reported, all in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Invalid, NotFound, TooLarge
from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import open_sheet
from deskside.modules.assist.messages import ImportPlans
from deskside.modules.assist.models.imports import PlanImport, PlanImportRow
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.queries.imports import present_started
from deskside.modules.assist.rules.imports import PLAN_COLUMNS, PlanCheck, PlanRow, parse_plan_id, read_plans
from deskside.modules.assist.schemas.imports import ImportStarted, Outcome
from deskside.modules.assist.service.account_lists import REFUSED
from deskside.modules.assist.service.plan_saving import Saved, save_plan
from deskside.modules.assist.service.reports import BadRows
from deskside.modules.assist.service.submitting import Upload, ask_for
from deskside.modules.assist.service.tasks import settle
from deskside.platform import files
from deskside.platform.identity import User, make_principal
from deskside.platform.runs import RunContext

MOST_ROWS = 5_000
NAMED_FAILURES = 100
HEADER = ("行号", "plan_id", "name", "contract", "business_name", "fee", "discount", "note", "原因")


@dataclass(slots=True)
class Judged:
    """The rows of one table, and what became of each."""

    counts: dict[Outcome, int] = field(
        default_factory=lambda: {"created": 0, "updated": 0, "unchanged": 0, "failed": 0}
    )
    rows: list[tuple[PlanRow, Saved]] = field(default_factory=list)

    def add(self, row: PlanRow, saved: Saved) -> None:
        """Count one."""
        self.counts[saved.outcome] += 1
        self.rows.append((row, saved))

    def sentence(self) -> str:
        """The kept contract's words for it."""
        failures = [f"第 {row.number} 行 {saved.reason}" for row, saved in self.rows if saved.reason]
        named = failures[:NAMED_FAILURES]
        if len(failures) > len(named):
            named.append(f"其余 {len(failures) - len(named)} 行见行报告")
        return kept_sentence(len(self.rows) - len(failures), len(failures), "；".join(named))


def kept_sentence(saved: int, failed: int, reasons: str) -> str:
    """`{n} 创建成功，{m} 创建失败，失败原因: …`."""
    return f"{saved} 创建成功，{failed} 创建失败，失败原因: {reasons or '无'}"


def submit_plans(db: Writes, upload: Upload, actor: Principal, *, dry_run: bool) -> ImportStarted:
    """Take a table in; a job reads it. Raise Invalid for an empty file, TooLarge for one over 20 MB."""
    return present_started(db, take_plans_in(db, upload, actor, dry_run=dry_run))


def take_plans_in(db: Writes, upload: Upload, actor: Principal, *, dry_run: bool) -> PlanImport:
    """As submit_plans; the row."""
    upload_id = files.save_upload(db, actor.user_id, upload.name, upload.file)
    row = PlanImport(owner_id=actor.user_id, name=upload.name[:255], language=upload.language)
    row.upload_id, row.dry_run = upload_id, dry_run
    db.add(row)
    db.flush()
    row.job_id = ask_for(db, ImportPlans(import_id=row.id), actor)
    db.flush()
    return row


def import_plans(run: RunContext[ImportPlans]) -> None:
    """Read an uploaded table and save its good rows. A refusal of the whole ends the run as partial."""
    with run.read() as db:
        row = db.get(PlanImport, run.message.import_id)
    if row is None:
        raise NotFound("the import is gone: upload the file again")
    with TemporaryDirectory(prefix="deskside-") as folder, BadRows(Path(folder), HEADER) as bad:
        try:
            rows = _read(run, row, Path(folder))
            with run.finish() as db:
                _end(db, run, row, _save_all(db, row, rows, run), bad)
        except REFUSED as refusal:
            with run.finish() as db:
                _fail(db, row.id, refusal.detail)
                run.partial(refusal.detail)


def _read(run: RunContext[ImportPlans], row: PlanImport, folder: Path) -> list[PlanRow]:
    path = folder / "upload"
    with run.read() as db:
        files.unpack(db, row.upload_id, path)
    with open_sheet(path) as sheet:
        rows = list(islice(read_plans(sheet), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise TooLarge(f"the table has more than {MOST_ROWS} plans: split it")
    if not rows:
        raise Invalid("the first sheet holds no plan")
    run.read_count = len(rows)
    run.progress(0, len(rows))
    return rows


def _save_all(db: Writes, row: PlanImport, rows: Iterable[PlanRow], run: RunContext[ImportPlans]) -> Judged:
    actor = _actor(db, row.owner_id)
    check = PlanCheck(row.language, known_businesses(db))
    judged = Judged()
    for one in rows:
        run.check()
        problem = check.problem(one)
        if problem is None:
            wanted = {**one.fields, "business": check.business(one)}
            judged.add(one, save_plan(db, wanted, None if row.dry_run else actor))
        else:
            judged.add(one, Saved("failed", reason=problem))
    return judged


def _actor(db: Writes, owner_id: int) -> Principal:
    user = db.get(User, owner_id)
    actor = None if user is None else make_principal(user, "api", 0)
    if actor is None or "assist:manage" not in actor.scopes:
        raise Invalid("whoever uploaded this may no longer edit plans")
    return actor


def _end(db: Writes, run: RunContext[ImportPlans], row: PlanImport, judged: Judged, bad: BadRows) -> None:
    present = _present(db, row.id)
    for outcome, count in judged.counts.items():
        setattr(present, outcome, count)
    present.state = "ready"
    for one, saved in judged.rows:
        if saved.reason is not None:
            bad.add((one.number, *(one.fields.get(name) for name in PLAN_COLUMNS), saved.reason))
    name = f"{Path(row.name).stem}_{'行报告' if row.language == 'zh' else 'rows'}.xlsx"
    present.report_file_id = bad.keep(db, (row.owner_id, run.job.job_id), name, Site().zone)
    if judged.rows:
        db.execute(insert(PlanImportRow), [_stored(row.id, one, saved) for one, saved in judged.rows])
    files.drop_file(db, row.upload_id)
    settle(db, row.task_id, result=judged.sentence())
    run.changed = 0 if row.dry_run else judged.counts["created"] + judged.counts["updated"]
    if judged.counts["failed"]:
        run.skip("cannot be saved", judged.counts["failed"])
    run.job.progress(len(judged.rows))


def _stored(import_id: int, row: PlanRow, saved: Saved) -> dict[str, object]:
    return {
        "import_id": import_id,
        "row_number": row.number,
        "plan_id": parse_plan_id(row.fields.get("plan_id")),
        "name": (row.fields.get("name") or "")[:255] or None,
        "outcome": saved.outcome,
        "reason": saved.reason,
        "before": None if saved.before is None else saved.before.model_dump(mode="json"),
        "version": saved.version,
    }


def _fail(db: Writes, import_id: int, why: str) -> None:
    row = _present(db, import_id)
    row.state, row.why = "failed", why
    files.drop_file(db, row.upload_id)
    settle(db, row.task_id, failure=why)


def _present(db: Writes, import_id: int) -> PlanImport:
    row = db.get(PlanImport, import_id, with_for_update=True)
    if row is None:
        raise NotFound("the import is gone: upload the file again")
    return row
