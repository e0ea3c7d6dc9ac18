"""Previews of drafts: exact up to 10,000 accounts; beyond, counted apart and remembered for a minute."""

import threading
import time
from collections.abc import Callable, Hashable
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.modules.assist.queries.previews import (
    Accounts,
    audience_of,
    count_accounts,
    listed_accounts,
    recorded_accounts,
    sample_accounts,
    sure_accounts,
    unsure_accounts,
)
from deskside.modules.assist.schemas.previews import PreviewIn, PreviewOut

EXACT = 10_000
REMEMBERED_SECONDS = 60.0
REMEMBERED = 1_000


class Counts:
    """Counts over 10,000 by database and question, each for a minute."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._known: WeakKeyDictionary[Engine | Connection, dict[Hashable, tuple[float, int]]]
        self._known = WeakKeyDictionary()
        self._lock = threading.Lock()

    def count(self, db: Session, question: Hashable, accounts: Accounts) -> int:
        """How many accounts there are; over 10,000 as counted up to a minute ago."""
        exact = count_accounts(db, accounts, EXACT + 1)
        if exact <= EXACT:
            return exact
        known = self._of(db)
        at, many = known.get(question, (float("-inf"), 0))
        if self._seconds() - at >= REMEMBERED_SECONDS:
            many = count_accounts(db, accounts)
            if len(known) >= REMEMBERED:
                known.clear()
            known[question] = (self._seconds(), many)
        return many

    def _of(self, db: Session) -> dict[Hashable, tuple[float, int]]:
        with self._lock:
            return self._known.setdefault(db.get_bind(), {})


_counts = Counts()


def preview(db: Session, draft: PreviewIn, user: Principal) -> PreviewOut:
    """Whom the draft would be shown to. Raise BadRequest for an unknown name, Invalid for an unknown list."""
    audience = audience_of(db, draft, user)
    listed = listed_accounts(audience)
    sure = _counts.count(db, ("sure", audience), sure_accounts(audience))
    unsure = [
        _counts.count(db, ("unsure", at, audience), some) for at, some in enumerate(unsure_accounts(audience))
    ]
    recorded = _counts.count(db, "recorded", recorded_accounts())
    many = None if listed is None else _counts.count(db, ("listed", audience), listed)
    return PreviewOut(
        count=sure,
        unsure=sum(unsure),
        approximate=max(sure, *unsure, 0) > EXACT,
        recorded=recorded,
        listed=many,
        samples=sample_accounts(db, audience),
    )
