"""Reminders, their accounts and their ticks."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from deskside.kernel.wire import Input, Output
from deskside.modules.assist.schemas.fields import Accounts, Id, Interval, Moment, Patch, Text255
from deskside.modules.assist.schemas.imports import ListId

ReminderState = Literal["in_force", "coming", "ended", "deleted"]
TargetKind = Literal["everybody", "listed", "tag", "numbers", "departments"]
ReminderSort = Literal[
    "id", "-id", "title", "-title", "start", "-start", "expire", "-expire", "modified", "-modified"
]


class ReminderIn(Input):
    """A new reminder. Empty `markets` mean both; `accounts` belong to `is_global: false`.

    Instead of `accounts`, `account_list` is the id of an uploaded list that is ready.
    """

    title: Text255
    content: Text255
    markets: list[str] = Field(default_factory=list)
    start_date: Moment | None = None
    expire_date: Moment | None = None
    recurrent_interval: Interval = 0
    is_global: bool
    is_all_business: bool = False
    businesses: list[str] = Field(default_factory=list)
    departments: list[Id] = Field(default_factory=list)
    accounts: Accounts | None = None
    account_list: ListId | None = None
    number_list: str | None = None


class ReminderPatch(Patch):
    never_null: ClassVar[frozenset[str]] = frozenset(
        {"title", "content", "markets", "recurrent_interval", "is_global", "is_all_business", "businesses"}
        | {"departments", "accounts"}
    )

    title: Text255 | None = None
    content: Text255 | None = None
    markets: list[str] | None = None
    start_date: Moment | None = None
    expire_date: Moment | None = None
    recurrent_interval: Interval | None = None
    is_global: bool | None = None
    is_all_business: bool | None = None
    businesses: list[str] | None = None
    departments: list[Id] | None = None
    accounts: Accounts | None = None
    account_list: ListId | None = None
    number_list: str | None = None


class DepartmentRef(Output):
    id: int
    name: str


class PersonRef(Output):
    id: int
    name: str


class ReminderOut(Output):
    """Moments are in the site zone; `expire_date` is the first moment at which it is no longer in force."""

    id: int
    title: str
    content: str
    markets: list[str]
    start_date: datetime | None
    expire_date: datetime | None
    recurrent_interval: int
    is_global: bool
    is_all_business: bool | None
    businesses: list[str]
    departments: list[DepartmentRef]
    checkable: bool
    tag: str | None
    accounts_count: int
    number_list: str | None
    create_date: datetime
    last_modified: datetime
    version: int
    deleted: bool
    author: PersonRef | None


class BulkIn(Input):
    """What is to be done with each of the reminders: end it now, delete it, restore it."""

    action: Literal["end", "delete", "restore"]
    ids: Annotated[list[Id], Field(min_length=1, max_length=100)]


class BulkRow(Output):
    """What became of one: the reminder as it is now, or why it stayed as it was."""

    id: int
    reminder: ReminderOut | None
    code: str | None
    detail: str | None


class BulkOut(Output):
    """In the order asked for, each once."""

    results: list[BulkRow]


class ListedAccount(Output):
    acct_id: int


class TickRow(Output):
    acct_id: int
    done: bool
    is_processed: bool
    by: str | None
    at: datetime | None
    version: int


class LogRow(Output):
    """`processed_by` and `processed_by_xf` are what the CRM page reported; `by` is who was signed in."""

    acct_id: int
    by: str | None
    processed_by: int | None
    processed_by_xf: int | None
    at: datetime
    new_status: bool
