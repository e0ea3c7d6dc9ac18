"""Which file somebody may read, and its bytes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.kernel.errors import NotFound
from deskside.platform.files.models import StoredChunk, StoredFile

State = Literal["making", "ready"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that its owner may have. `size` in bytes; None while it is being made."""

    id: str
    name: str
    size: int | None


def find_opened(db: Session, file_id: str, user: Principal) -> Opened | None:
    """What was made for `user`; None when it is not there, not theirs, over, or something they uploaded."""
    wanted = select(StoredFile).where(
        StoredFile.id == file_id,
        StoredFile.owner_id == user.user_id,
        StoredFile.kind != "upload",
        or_(StoredFile.expires_at.is_(None), StoredFile.expires_at > clock.now()),
    )
    row = db.scalar(wanted)
    return None if row is None else Opened(row.id, row.name, row.size)


def open_file(db: Session, file_id: str, user: Principal) -> Opened:
    """As find_opened. Raise NotFound."""
    found = find_opened(db, file_id, user)
    if found is None:
        raise NotFound("there is no such file, or its time is over: ask for it again")
    return found


def chunk(db: Session, file_id: str, number: int) -> bytes | None:
    """One piece; None after the last."""
    wanted = select(StoredChunk.data).where(StoredChunk.file_id == file_id, StoredChunk.number == number)
    return db.scalar(wanted)


def chunks(reading: Callable[[], AbstractContextManager[Reads]], file_id: str) -> Iterator[bytes]:
    """The bytes, a piece and a question at a time: a slow client holds no connection."""
    number = 0
    while True:
        with reading() as db:
            data = chunk(db, file_id, number)
        if data is None:
            return
        yield data
        number += 1


def bytes_held(db: Session, owner_id: int | None = None) -> int:
    """The size of everything stored, or of one owner's."""
    total = select(func.coalesce(func.sum(StoredFile.size), 0))
    if owner_id is not None:
        total = total.where(StoredFile.owner_id == owner_id)
    return int(db.scalar(total) or 0)
