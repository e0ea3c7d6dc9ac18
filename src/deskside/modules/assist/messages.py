"""What jobs of assist carry."""

from typing import Literal

from deskside.platform.jobs import Message


class LookAtNumbers(Message, name="assist.look_at_numbers"):
    """See whether the file of a number list is another than the one that was loaded."""


class LoadNumbers(Message, name="assist.load_numbers"):
    """Make a number list what its file says; None = the list whose file the environment names."""

    list_id: int | None = None


class DropTasks(Message, name="assist.drop_tasks"):
    """Forget answers of the kept contract that can no longer be asked for."""


class ReadAccounts(Message, name="assist.read_accounts"):
    """Read an uploaded list of accounts, and save the reminder that waits for it, if one does."""

    list_id: int


class ImportPlans(Message, name="assist.import_plans"):
    """Read an uploaded table of plans, and save its good rows unless it is a dry run."""

    import_id: int


class MakeExport(Message, name="assist.make_export"):
    """Make a workbook of a reminder's ticks (`status`) or accounts (`accounts`)."""

    file_id: str
    reminder_id: int
    what: Literal["status", "accounts"]
    task_id: str | None = None


class ForgetImports(Message, name="assist.forget_imports"):
    """Drop uploaded lists that nobody used, and what is too old to be taken back."""
