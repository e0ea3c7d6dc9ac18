"""Lists of accounts that people upload, read into the database a slice at a time."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete, insert, literal, select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, numbers_in
from deskside.kernel.errors import BadRequest, Conflict, Invalid, NotFound, TooLarge
from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import open_sheet
from deskside.modules.assist.messages import ReadAccounts
from deskside.modules.assist.models.imports import AccountList, AccountListRow
from deskside.modules.assist.queries.imports import present_started
from deskside.modules.assist.rules.imports import AccountSlice, BadCell, read_accounts, say
from deskside.modules.assist.schemas.imports import ImportStarted
from deskside.modules.assist.service.account_changes import ADDED
from deskside.modules.assist.service.kept_inserts import carry_out
from deskside.modules.assist.service.reports import BadRows
from deskside.modules.assist.service.submitting import Upload, ask_for
from deskside.modules.assist.service.tasks import settle
from deskside.platform import files
from deskside.platform.runs import RunContext

SLICE = 10_000
SAMPLES = 10
REFUSED = (BadRequest, Conflict, Invalid, NotFound, TooLarge)
"""What is wrong with the file or the wish: trying again would find the same."""
UNUSED_LIFE, UNDO_LIFE = timedelta(days=1), timedelta(days=90)
HEADERS = {"zh": ("行号", "内容", "原因"), "en": ("Row", "Value", "Reason")}
_between = re.compile(r"[\s,;，；、]+")


def pasted(text: str) -> io.BytesIO:
    """A pasted column as a file."""
    column = io.StringIO()
    csv.writer(column).writerows([part] for part in _between.split(text) if part)
    return io.BytesIO(column.getvalue().encode("utf-8", "replace"))


def submit_list(db: Writes, upload: Upload, actor: Principal) -> ImportStarted:
    """Take a list in; a job reads it. Raise Invalid for an empty file, TooLarge for one over 20 MB."""
    return present_started(db, take_in(db, upload, actor))


def take_in(db: Writes, upload: Upload, actor: Principal) -> AccountList:
    """As submit_list; the row."""
    upload_id = files.save_upload(db, actor.user_id, upload.name, upload.file)
    row = AccountList(owner_id=actor.user_id, name=upload.name[:255], language=upload.language)
    row.upload_id = upload_id
    db.add(row)
    db.flush()
    row.job_id = ask_for(db, ReadAccounts(list_id=row.id), actor)
    db.flush()
    return row


def read_list(run: RunContext[ReadAccounts]) -> None:
    """Read an uploaded list, and do what waits for it. A refusal ends the run as partial, with why."""
    with run.read() as db:
        row = db.get(AccountList, run.message.list_id)
    if row is None:
        raise NotFound("the list is gone: upload it again")
    with (
        TemporaryDirectory(prefix="deskside-") as folder,
        BadRows(Path(folder), HEADERS[row.language]) as bad,
    ):
        tally = _Tally(run, row, bad)
        try:
            tally.read(Path(folder))
            with run.finish() as db:
                _end(db, tally, None)
        except REFUSED as refusal:
            with run.finish() as db:
                _end(db, tally, refusal.detail)
                run.partial(refusal.detail)


class _Tally:
    """One reading: what was found so far."""

    def __init__(self, run: RunContext[ReadAccounts], row: AccountList, bad: BadRows) -> None:
        self.run = run
        self.row = row
        self.bad = bad
        self.samples: list[int] = []
        self.accepted = self.duplicates = self.invalid = 0

    def read(self, folder: Path) -> None:
        """Stage every account. Raise SheetUnreadable, SheetTooLarge, or Invalid when there is none."""
        path = folder / "upload"
        with self.run.read() as db:
            files.unpack(db, self.row.upload_id, path)
        with self.run.step() as db:
            # An earlier try may have left some.
            unstage(db, self.row.id)
        with open_sheet(path) as sheet:
            for part in read_accounts(sheet, SLICE):
                self._count(part)
                with self.run.step(done=self.run.read_count) as db:
                    _stage(db, self.row.id, part.accounts)
        if not self.accepted:
            raise Invalid("column A of the first sheet holds no account id")

    def _count(self, part: AccountSlice) -> None:
        self.run.read_count += len(part)
        self.accepted += len(part.accounts)
        self.samples.extend(part.accounts[: SAMPLES - len(self.samples)])
        for cell in part.bad:
            self._leave_out(cell)

    def _leave_out(self, cell: BadCell) -> None:
        if cell.problem == "twice":
            self.duplicates += 1
        else:
            self.invalid += 1
        self.run.skip(say("en", cell.problem))
        self.bad.add((cell.place, cell.text, say(self.row.language, cell.problem)))


def _stage(db: Writes, list_id: int, accounts: Sequence[int]) -> None:
    given = numbers_in(db, accounts)
    rows = select(literal(list_id), given.c.value, literal(ADDED))
    columns = ["list_id", "acct_id", "change"]
    db.connection().execute(insert(AccountListRow).from_select(columns, rows, include_defaults=False))


def unstage(db: Writes, list_id: int) -> None:
    """Forget the accounts of a list."""
    db.connection().execute(delete(AccountListRow).where(AccountListRow.list_id == list_id))


def _end(db: Writes, tally: _Tally, why: str | None) -> None:
    row = db.get(AccountList, tally.row.id, with_for_update=True)
    if row is None:
        raise NotFound("the list is gone: upload it again")
    row.accepted, row.duplicates, row.invalid = tally.accepted, tally.duplicates, tally.invalid
    row.samples, row.why = tally.samples, why
    row.state = "ready" if why is None else "failed"
    name = f"{Path(row.name).stem}_{'行报告' if row.language == 'zh' else 'rows'}.xlsx"
    row.report_file_id = tally.bad.keep(db, (row.owner_id, tally.run.job.job_id), name, Site().zone)
    db.flush()
    files.drop_file(db, row.upload_id)
    if why is not None:
        unstage(db, row.id)
        settle(db, row.task_id, failure=why)
    elif row.wanted is not None:
        tally.run.changed = carry_out(db, row)


def forget_lists(db: Writes, now: datetime, *, limit: int = 20) -> int:
    """Drop up to `limit` lists that nobody used for a day, and the accounts of those applied 90 days ago."""
    unused = select(AccountList.id).where(
        AccountList.reminder_id.is_(None), AccountList.created_at < now - UNUSED_LIFE
    )
    gone = db.scalars(unused.limit(limit)).all()
    for list_id in gone:
        unstage(db, list_id)
        db.execute(delete(AccountList).where(AccountList.id == list_id))
    old = select(AccountList.id).where(AccountList.applied_at < now - UNDO_LIFE)
    settled = old.where(
        select(AccountListRow.acct_id).where(AccountListRow.list_id == AccountList.id).exists()
    )
    for list_id in db.scalars(settled.limit(limit)).all():
        unstage(db, list_id)
    return len(gone)
