"""What assist does by itself: the files of number lists, old task results."""

from collections.abc import Iterator
from pathlib import Path

from deskside.kernel import clock
from deskside.kernel.errors import DesksideError
from deskside.modules.assist.errors import number_list_from_file, numbers_not_set
from deskside.modules.assist.messages import (
    DropTasks,
    ForgetImports,
    ImportPlans,
    LoadNumbers,
    LookAtNumbers,
    MakeExport,
    ReadAccounts,
)
from deskside.modules.assist.models import NumberList
from deskside.modules.assist.queries.numbers import get_list, is_known_state, is_operators, lists_from_files
from deskside.modules.assist.rules import LIST_NAME, NumberSheet
from deskside.modules.assist.service.account_lists import forget_lists, read_list
from deskside.modules.assist.service.exports import make_export
from deskside.modules.assist.service.forgetting import forget_accounts, forget_uses
from deskside.modules.assist.service.number_files import checked_path, file_stamp, read_numbers
from deskside.modules.assist.service.number_lists import load_key
from deskside.modules.assist.service.numbers import Origin, note_failure, operators_list, replace_numbers
from deskside.modules.assist.service.plan_imports import import_plans
from deskside.modules.assist.service.tasks import drop_old_tasks
from deskside.modules.assist.settings import AssistEnv
from deskside.platform.jobs import JobContext, enqueue, job, schedule
from deskside.platform.runs import RunContext, declare_source, forgets, run_job

NAMED_ROWS = 20
FORGOTTEN_AT_ONCE = 20


@job(LookAtNumbers, retries=0)
def look_at_numbers(context: JobContext[LookAtNumbers]) -> None:
    """Ask for a load of each list whose file is in a state that was not tried yet; others leave no run."""
    with context.read() as db:
        rows = lists_from_files(db)
    wanted = list(_to_load(rows))
    if wanted:
        with context.finish() as db:
            for message in wanted:
                enqueue(db, message, dedup=load_key(message), trigger="schedule")


def _to_load(rows: list[NumberList]) -> Iterator[LoadNumbers]:
    operators = AssistEnv().numbers_path
    known = next((row for row in rows if row.name == LIST_NAME), None)
    if operators is not None and not is_known_state(known, str(operators), file_stamp(operators)):
        yield LoadNumbers()
    for row in rows:
        path = row.path or ""
        if not is_operators(row) and not is_known_state(row, path, file_stamp(Path(path))):
            yield LoadNumbers(list_id=row.id)


@run_job(
    LoadNumbers,
    title_zh="读取号码名单",
    title_en="Load a number list",
    retries=0,
    timeout=300,
    group="assist.numbers",
)
def load_numbers(run: RunContext[LoadNumbers]) -> None:
    """Read the file, then replace the list in one transaction. A file that cannot be read changes nothing."""
    list_id, path = _operators(run) if run.message.list_id is None else _managers(run, run.message.list_id)
    origin = Origin("file", path.name, file_stamp(path))
    try:
        sheet = read_numbers(path if run.message.list_id is None else checked_path(str(path)))
    except DesksideError as error:
        with run.step() as db:
            note_failure(db, list_id, origin, error.detail)
        raise
    _tell(run, sheet)
    with run.finish() as db:
        load = replace_numbers(db, list_id, sheet, origin)
        run.changed = load.added + load.removed
        run.log(f"{load.added} added, {load.removed} removed")


def _operators(run: RunContext[LoadNumbers]) -> tuple[int, Path]:
    path = AssistEnv().numbers_path
    if path is None:
        raise numbers_not_set()
    with run.step() as db:
        return operators_list(db, str(path)), path


def _managers(run: RunContext[LoadNumbers], list_id: int) -> tuple[int, Path]:
    with run.read() as db:
        row = get_list(db, list_id)
    if row.path is None:
        raise number_list_from_file(row.name, wanted=True)
    return list_id, Path(row.path)


def _tell(run: RunContext[LoadNumbers], sheet: NumberSheet) -> None:
    run.read_count = sheet.read
    for reason, count in sheet.skipped.items():
        run.skip(reason, count)
    for place, reason in sheet.rows[:NAMED_ROWS]:
        run.log(f"row {place}: {reason}")


@job(DropTasks, retries=0)
def drop_tasks(context: JobContext[DropTasks]) -> None:
    """Delete task results older than ten minutes."""
    with context.finish() as db:
        drop_old_tasks(db)


@run_job(ReadAccounts, title_zh="导入账户列表", title_en="Import an account list", retries=3, timeout=900)
def read_accounts(run: RunContext[ReadAccounts]) -> None:
    """Read an uploaded list."""
    read_list(run)


@run_job(ImportPlans, title_zh="导入计划", title_en="Import plans", retries=3, timeout=900)
def read_plans(run: RunContext[ImportPlans]) -> None:
    """Read an uploaded table of plans."""
    import_plans(run)


@run_job(MakeExport, title_zh="导出提醒", title_en="Export a reminder", retries=3, timeout=900)
def write_workbook(run: RunContext[MakeExport]) -> None:
    """Make a workbook of a reminder."""
    make_export(run)


@job(ForgetImports, retries=0)
def forget_imports(context: JobContext[ForgetImports]) -> None:
    """Drop uploads that nobody used, a few at a time."""
    gone = FORGOTTEN_AT_ONCE
    while gone == FORGOTTEN_AT_ONCE:
        with context.step() as db:
            gone = forget_lists(db, clock.now(), limit=FORGOTTEN_AT_ONCE)


forgets("assist.accounts", title_zh="久未打开的账户", title_en="Accounts nobody opened")(forget_accounts)
forgets("assist.uses", title_zh="侧栏使用统计", title_en="What was used of the panel")(forget_uses)
declare_source(
    "assist.numbers", title_zh="号码名单文件", title_en="Number list files", schedules=("assist.numbers",)
)
schedule(
    "assist.numbers",
    LookAtNumbers(),
    cron="* * * * *",
    title_zh="号码名单的文件有更新时读取",
    title_en="Load number lists when their files change",
)
schedule(
    "assist.tasks",
    DropTasks(),
    cron="*/10 * * * *",
    title_zh="清理过期任务结果",
    title_en="Drop old task results",
    late="skip",
)
schedule(
    "assist.imports",
    ForgetImports(),
    cron="30 3 * * *",
    title_zh="清理未使用的导入",
    title_en="Drop uploads that nobody used",
)
