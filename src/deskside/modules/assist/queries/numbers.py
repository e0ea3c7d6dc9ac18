"""Number lists, what they hold and what they were loaded with."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.kernel.masking import mask_phone
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.assist.errors import no_number_list, not_a_number
from deskside.modules.assist.models import Number, NumberList, NumberLoad, Reminder
from deskside.modules.assist.rules import LIST_NAME, parse_number
from deskside.modules.assist.schemas import (
    MemberOut,
    NumberListOut,
    NumberLoadOut,
    Reasoned,
    SkippedRow,
)
from deskside.modules.assist.settings import AssistEnv


def is_known_state(row: NumberList | None, path: str, stamp: str) -> bool:
    """Whether the file in this state was loaded, or found to be unreadable, already."""
    return row is not None and row.path == path and stamp in {row.file_stamp, row.failed_stamp}


def lists_from_files(db: Session) -> list[NumberList]:
    """Those that are read from a file."""
    return list(db.scalars(select(NumberList).where(NumberList.path.is_not(None)).order_by(NumberList.id)))


def get_list(db: Session, list_id: int) -> NumberList:
    """The stored list. Raise NotFound."""
    row = db.get(NumberList, list_id)
    if row is None:
        raise no_number_list(list_id)
    return row


def list_number_lists(db: Session) -> list[NumberListOut]:
    """Every list, by name."""
    return present_lists(db, db.scalars(select(NumberList).order_by(NumberList.name)).all())


def find_list(db: Session, list_id: int) -> NumberListOut:
    """One list. Raise NotFound."""
    return present_lists(db, [get_list(db, list_id)])[0]


def present_lists(db: Session, rows: Sequence[NumberList]) -> list[NumberListOut]:
    """Stored lists as they are answered."""
    using = (
        select(Reminder.number_list_id, func.count())
        .where(Reminder.number_list_id.is_not(None), Reminder.deleted_at.is_(None))
        .group_by(Reminder.number_list_id)
    )
    counts = dict(db.execute(using).all())
    return [_present(row, counts.get(row.id, 0)) for row in rows]


def _present(row: NumberList, reminders: int) -> NumberListOut:
    return NumberListOut(
        id=row.id,
        name=row.name,
        text=row.text,
        path=row.path,
        operator=is_operators(row),
        size=row.size,
        loaded_at=row.loaded_at,
        failure=row.failure,
        reminders=reminders,
        version=row.version,
    )


def is_operators(row: NumberList) -> bool:
    """Whether the environment says from which file the list is read."""
    return row.name == LIST_NAME and AssistEnv().numbers_path is not None


def find_member(db: Session, list_id: int, text: str) -> MemberOut:
    """Whether a number is in the list. Raise NotFound for the list, Invalid for what is no number."""
    get_list(db, list_id)
    number = parse_number(text)
    if number is None:
        raise not_a_number(text)
    return MemberOut(number=number, member=db.get(Number, (number, list_id)) is not None)


def list_loads(db: Session, list_id: int, page: Page) -> Items[NumberLoadOut]:
    """What each reading changed, the newest first."""
    get_list(db, list_id)
    wanted = select(NumberLoad).where(NumberLoad.list_id == list_id)
    rows = db.scalars(wanted.order_by(NumberLoad.id.desc()).limit(page.size).offset(page.offset))
    return Items(items=[present_load(row) for row in rows], total=count_rows(db, wanted))


def present_load(row: NumberLoad) -> NumberLoadOut:
    """A stored reading as it is answered."""
    return NumberLoadOut.model_validate(
        {
            "id": row.id,
            "at": row.at,
            "source": row.source,
            "file_name": row.file_name,
            "by": row.actor_name,
            "read": row.read_count,
            "added": row.added,
            "removed": row.removed,
            "skipped": [Reasoned(reason=reason, count=n) for reason, n in row.skipped.items()],
            "rows": [SkippedRow(row=int(place), reason=str(reason)) for place, reason in row.skipped_rows],
            "some_added": row.some_added,
            "some_removed": row.some_removed,
            "failure": row.failure,
        }
    )


def masked(numbers: Sequence[str]) -> list[str]:
    """Numbers as they may be kept and shown."""
    return [mask_phone(one) for one in numbers]
