"""The sealer: links new entries into the chain, at most a second behind, in any number of processes."""

import threading
from collections.abc import Sequence

import structlog
from sqlalchemy import exists, func, select, update

from deskside.kernel.db import Database, Reads, Writes, upsert
from deskside.platform.audit.chain import START, seal, sign_head
from deskside.platform.audit.models import HEAD_ID, AuditEntry, AuditHead, AuditSeal

log = structlog.get_logger(__name__)
BATCH = 500
INTERVAL_SECONDS = 0.5
LATE_IDS = 2_000
LOOKS_BETWEEN_FULL = 600


def seal_once(database: Database, key: bytes, *, since_id: int = 0) -> int:
    """How many entries above `since_id` were sealed, lowest first, at most BATCH; 0 if another was first."""
    head, entries = database.read(_unsealed, since_id)
    if not entries:
        return 0
    return database.write(_append, key, head, entries)


def read_head(db: Reads) -> AuditHead:
    """The head; an unsigned one of length 0 before the first seal."""
    return db.get(AuditHead, HEAD_ID) or AuditHead(id=HEAD_ID, count=0, hash=START, mac=START)


def _unsealed(db: Reads, since_id: int) -> tuple[AuditHead, Sequence[AuditEntry]]:
    # The head first: entries sealed by another in between make the compare-and-set fail.
    head = read_head(db)
    sealed = exists().where(AuditSeal.audit_id == AuditEntry.id)
    wanted = select(AuditEntry).where(AuditEntry.id > since_id, ~sealed).order_by(AuditEntry.id).limit(BATCH)
    return head, db.scalars(wanted).all()


def _append(db: Writes, key: bytes, head: AuditHead, entries: Sequence[AuditEntry]) -> int:
    rows: list[dict[str, object]] = []
    last = head.hash
    for seq, entry in enumerate(entries, head.count + 1):
        last = seal(key, last, seq, entry)
        rows.append({"seq": seq, "audit_id": entry.id, "hash": last})
    count = head.count + len(rows)
    if not _move_head(db, head, AuditHead(count=count, hash=last, mac=sign_head(key, count, last))):
        return 0
    db.execute(AuditSeal.__table__.insert(), rows)  # type: ignore[attr-defined]
    return len(rows)


def _move_head(db: Writes, seen: AuditHead, to: AuditHead) -> bool:
    if seen.count == 0:
        start = {"id": HEAD_ID, "count": 0, "hash": START, "mac": START}
        upsert(db, AuditHead, [start], keys=["id"])
    moved = db.connection().execute(
        update(AuditHead)
        .where(AuditHead.id == HEAD_ID, AuditHead.count == seen.count, AuditHead.hash == seen.hash)
        .values(count=to.count, hash=to.hash, mac=to.mac)
    )
    return moved.rowcount == 1


class Sealer:
    """One thread per process that calls seal_once; several processes take turns by compare-and-set."""

    def __init__(self, database: Database, key: bytes, *, interval: float = INTERVAL_SECONDS) -> None:
        self._database = database
        self._key = key
        self._interval = interval
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._looks = 0

    def start(self) -> None:
        """Begin to seal."""
        self._thread = threading.Thread(target=self._run, name="audit-sealer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Seal what is there and end; returns when the thread has ended."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Seal everything new. Now and then old ids too: a long transaction may commit a low one late."""
        since = 0 if self._looks % LOOKS_BETWEEN_FULL == 0 else self._database.read(_recent_ids)
        self._looks += 1
        while seal_once(self._database, self._key, since_id=since) == BATCH:
            pass

    def _run(self) -> None:
        stopped = False
        while not stopped:
            stopped = self._stop.wait(self._interval)
            try:
                self.look()
            except Exception:
                log.exception("audit.unsealed")


def _recent_ids(db: Reads) -> int:
    return (db.scalar(select(func.max(AuditSeal.audit_id))) or 0) - LATE_IDS
