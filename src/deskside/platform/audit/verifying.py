"""Reading the chain again from its start, to find the first row that is not as it was sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import exists, func, select

from deskside.kernel import clock
from deskside.kernel.db import Database, Reads
from deskside.platform.audit.chain import START, same, seal, sign_head
from deskside.platform.audit.models import AuditEntry, AuditHead, AuditSeal
from deskside.platform.audit.sealing import read_head

PATIENCE = timedelta(minutes=1)
PAGE = 1_000
Fault = Literal["edited", "removed", "re-ordered", "tail cut", "head edited", "unsealed"]


@dataclass(frozen=True)
class BadRow:
    """The first row that is wrong: its place in the chain, its audit id where known, what happened."""

    fault: Fault
    seq: int | None
    audit_id: int | None

    def __str__(self) -> str:
        names = {"seal": self.seq, "entry": self.audit_id}
        where = ", ".join(f"{name} {number}" for name, number in names.items() if number is not None)
        return f"{self.fault}: {where}" if where else self.fault


@dataclass(frozen=True)
class VerifyReport:
    """How many entries were found as sealed, and the first that was not."""

    checked: int
    bad: BadRow | None

    @property
    def ok(self) -> bool:
        """Whether the whole chain holds."""
        return self.bad is None

    @property
    def sentence(self) -> str:
        """The result in words."""
        if self.bad is None:
            return f"{self.checked} entries are as they were sealed"
        return f"{self.bad} (the {self.checked} before it are as they were sealed)"


def verify(database: Database, key: bytes, *previous: bytes) -> VerifyReport:
    """Check the chain; entries of the last minute may be unsealed. `previous`: keys before a rotation."""
    return database.read(_verify, (key, *previous))


def _verify(db: Reads, keys: tuple[bytes, ...]) -> VerifyReport:
    head = read_head(db)
    walk = _Walk(keys)
    for seal_row, entry in _links(db, head.count):
        bad = walk.step(seal_row, entry)
        if bad is not None:
            return VerifyReport(walk.count, bad)
    return VerifyReport(walk.count, _wrong_head(walk, head) or _beyond(db, keys, head) or _unsealed(db))


class _Walk:
    """Where the reading stands."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self.keys = keys
        self.count = 0
        self.last = START

    def step(self, row: AuditSeal, entry: AuditEntry | None) -> BadRow | None:
        """Take one link, or say what is wrong with it."""
        seq = self.count + 1
        if row.seq != seq:
            return BadRow("removed" if row.seq > seq else "re-ordered", seq, None)
        if entry is None:
            return BadRow("removed", seq, row.audit_id)
        if not any(same(seal(key, self.last, seq, entry), row.hash) for key in self.keys):
            return BadRow("edited", seq, row.audit_id)
        self.count, self.last = seq, row.hash
        return None


def _links(db: Reads, count: int) -> Iterator[tuple[AuditSeal, AuditEntry | None]]:
    after: int | None = None
    joined = select(AuditSeal, AuditEntry).outerjoin(AuditEntry, AuditEntry.id == AuditSeal.audit_id)
    while True:
        page = joined.where(AuditSeal.seq <= count).order_by(AuditSeal.seq).limit(PAGE)
        rows = db.execute(page if after is None else page.where(AuditSeal.seq > after)).all()
        yield from ((row[0], row[1]) for row in rows)
        if len(rows) < PAGE:
            return
        after = rows[-1][0].seq
        db.expunge_all()


def _wrong_head(walk: _Walk, head: AuditHead) -> BadRow | None:
    if walk.count < head.count:
        return BadRow("tail cut", walk.count + 1, None)
    if head.count and not (same(head.hash, walk.last) and _signed(walk.keys, head)):
        return BadRow("head edited", head.count, None)
    return None


def _signed(keys: tuple[bytes, ...], head: AuditHead) -> bool:
    return any(same(sign_head(key, head.count, head.hash), head.mac) for key in keys)


def _beyond(db: Reads, keys: tuple[bytes, ...], seen: AuditHead) -> BadRow | None:
    """Seals after the head are the sealer's newest, if by now the head has moved to them."""
    longest = db.scalar(select(func.max(AuditSeal.seq))) or 0
    db.expunge_all()
    head = read_head(db)
    if longest <= seen.count or (head.count >= longest and _signed(keys, head)):
        return None
    return BadRow("head edited", seen.count + 1, None)


def _unsealed(db: Reads) -> BadRow | None:
    sealed = exists().where(AuditSeal.audit_id == AuditEntry.id)
    old = select(func.min(AuditEntry.id)).where(~sealed, AuditEntry.at < clock.now() - PATIENCE)
    found = db.scalar(old)
    return None if found is None else BadRow("unsealed", None, found)
