"""Keeping files: what is uploaded until its job has read it, what is made for five minutes."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete, insert, select

from deskside.kernel import clock
from deskside.kernel.db import Reads, Writes
from deskside.kernel.errors import Invalid, NotFound, TooLarge, Unavailable
from deskside.platform.files.models import StoredChunk, StoredFile
from deskside.platform.files.names import safe_name
from deskside.platform.files.queries import bytes_held, chunk

MB = 1 << 20
CHUNK = 512 * 1024
LARGEST_UPLOAD = 20 * MB
PER_OWNER, IN_ALL = 300 * MB, 3000 * MB
EXPORT_LIFE = timedelta(minutes=5)
UPLOAD_LIFE = timedelta(days=1)


def save_upload(db: Writes, owner_id: int, name: str, file: BinaryIO) -> str:
    """Keep what somebody sent; its id. The job that reads it drops it; left over, it goes after a day.

    Raise Invalid for an empty one, TooLarge for one over 20 MB or over what an owner may have.
    """
    row = _add(db, owner_id, "upload", name, expires_at=clock.now() + UPLOAD_LIFE)
    _store(db, row, file, LARGEST_UPLOAD)
    if not row.size:
        raise Invalid("the file is empty", fields={"file": "the file is empty"})
    return row.id


def announce_file(db: Writes, owner_id: int, name: str) -> StoredFile:
    """A file that a job will make; give it the job's id, so that it goes when the job fails."""
    return _add(db, owner_id, "export", name)


def fill_file(db: Writes, file_id: str, path: Path) -> StoredFile:
    """Give an announced file its bytes; its five minutes begin. Raise NotFound when it was given up."""
    row = db.get(StoredFile, file_id)
    if row is None:
        raise NotFound("nobody waits for this file any more")
    _fill(db, row, path)
    row.expires_at = clock.now() + EXPORT_LIFE
    return row


def fill_report(db: Writes, owner_id: int, job_id: int, name: str, path: Path) -> str:
    """Keep what a run has to say about rows, as long as there is the run; its id."""
    row = _add(db, owner_id, "report", name)
    row.job_id = job_id
    _fill(db, row, path)
    return row.id


def unpack(db: Reads, file_id: str | None, path: Path) -> None:
    """Write an upload to `path`. Raise NotFound when its time is over."""
    row = None if file_id is None else db.get(StoredFile, file_id)
    if row is None or row.size is None:
        raise NotFound("the uploaded file is gone: send it again")
    with path.open("wb") as file:
        number = 0
        while (data := chunk(db, row.id, number)) is not None:
            file.write(data)
            number += 1


def drop_file(db: Writes, file_id: str | None) -> None:
    """Forget a file, if it is there."""
    if file_id is not None:
        _drop(db, [file_id])


def drop_unmade(db: Writes, job_id: int) -> None:
    """Give up a file whose job has ended without making it."""
    unmade = select(StoredFile.id).where(StoredFile.job_id == job_id, StoredFile.size.is_(None))
    _drop(db, db.scalars(unmade).all())


def drop_reports_of(db: Writes, job_ids: Iterable[int]) -> None:
    """Forget the reports of runs that are forgotten."""
    _drop(db, db.scalars(select(StoredFile.id).where(StoredFile.job_id.in_(list(job_ids)))).all())


def drop_expired(db: Writes, older_than: datetime, *, limit: int = 100) -> int:
    """Forget up to `limit` files that expired before `older_than`; how many they were."""
    old = select(StoredFile.id).where(StoredFile.expires_at < older_than).limit(limit)
    ids = db.scalars(old).all()
    _drop(db, ids)
    return len(ids)


def _add(db: Writes, owner_id: int, kind: str, name: str, expires_at: datetime | None = None) -> StoredFile:
    row = StoredFile(id=secrets.token_hex(16), owner_id=owner_id, kind=kind, name=safe_name(name))
    row.created_at, row.expires_at = clock.now(), expires_at
    db.add(row)
    db.flush()
    return row


def _fill(db: Writes, row: StoredFile, path: Path) -> None:
    with path.open("rb") as file:
        _store(db, row, file, PER_OWNER)


def _store(db: Writes, row: StoredFile, file: BinaryIO, largest: int) -> None:
    room = PER_OWNER - bytes_held(db, row.owner_id)
    file.seek(0)
    size = number = 0
    while data := file.read(CHUNK):
        size += len(data)
        if size > largest:
            raise TooLarge(f"the file has more than {largest // MB} MB: split it")
        if size > room:
            raise TooLarge(f"your files would take more than {PER_OWNER // MB} MB: wait until some are gone")
        db.execute(insert(StoredChunk), [{"file_id": row.id, "number": number, "data": data}])
        number += 1
    if bytes_held(db) + size > IN_ALL:
        raise Unavailable("there is no room for more files at present: try again later", retry_after=300)
    row.size = size
    db.flush()


def _drop(db: Writes, ids: Iterable[str]) -> None:
    for file_id in ids:
        db.execute(delete(StoredChunk).where(StoredChunk.file_id == file_id))
        db.execute(delete(StoredFile).where(StoredFile.id == file_id))
