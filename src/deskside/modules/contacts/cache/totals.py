"""How many rows a list has: exact up to 10,000; beyond that counted at most once a minute."""

import threading
import time
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from deskside.kernel.paging import count_rows

EXACT = 10_000
SECONDS = 60.0
MOST_KEPT = 500

_lock = threading.Lock()
_kept: dict[tuple[object, ...], tuple[float, int]] = {}


def total_of(db: Session, found: Select[*tuple[Any, ...]]) -> tuple[int, bool]:
    """The number of rows, and whether it is approximate: up to a minute old."""
    some = select(func.count()).select_from(found.order_by(None).limit(EXACT + 1).subquery())
    counted = db.scalar(some) or 0
    if counted <= EXACT:
        return counted, False
    key = _key(db, found)
    known = _kept.get(key)
    if known is None or time.monotonic() - known[0] > SECONDS:
        known = (time.monotonic(), count_rows(db, found))
        _keep(key, known)
    return max(known[1], counted), True


def _key(db: Session, found: Select[*tuple[Any, ...]]) -> tuple[object, ...]:
    compiled = found.order_by(None).compile(db.get_bind())
    return (str(db.get_bind().url), str(compiled), repr(sorted(compiled.params.items())))  # type: ignore[union-attr]


def _keep(key: tuple[object, ...], counted: tuple[float, int]) -> None:
    with _lock:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[key] = counted
