"""Budgets on guessing: only failures count, exactly, over all processes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.kernel.errors import TooManyRequests
from deskside.platform.identity.models import FailedGuess, GuessLock

WINDOW = timedelta(minutes=5)


@dataclass(frozen=True)
class Budget:
    """At most `limit` failures in any five minutes under one name."""

    name: str
    limit: int


def refuse_if_spent(db: Session, budgets: Sequence[Budget]) -> None:
    """Raise TooManyRequests, with the seconds to wait, if any budget is used up."""
    waits = [_wait(db, budget) for budget in budgets]
    seconds = max(waits, default=0)
    if seconds:
        raise TooManyRequests(f"too many failed attempts; try again in {seconds} s", retry_after=seconds)


def lock_budgets(db: Writes, budgets: Sequence[Budget]) -> None:
    """Make others who count the same names wait until this transaction ends."""
    for name in sorted(budget.name for budget in budgets):
        upsert(db, GuessLock, [{"name": name, "v": 0}], keys=["name"])
        db.execute(update(GuessLock).where(GuessLock.name == name).values(v=GuessLock.v + 1))


def note_failure(db: Writes, budgets: Sequence[Budget]) -> None:
    """Count one failure against each."""
    moment = clock.now()
    for budget in budgets:
        old = (FailedGuess.name == budget.name, FailedGuess.at <= moment - WINDOW)
        db.execute(delete(FailedGuess).where(*old))
        db.add(FailedGuess(name=budget.name, at=moment))


def _wait(db: Session, budget: Budget) -> int:
    since = clock.now() - WINDOW
    counted = select(FailedGuess.at).where(FailedGuess.name == budget.name, FailedGuess.at > since)
    times: list[datetime] = list(db.scalars(counted.order_by(FailedGuess.at.desc()).limit(budget.limit)))
    if len(times) < budget.limit:
        return 0
    return max(1, math.ceil((times[-1] - since).total_seconds()))
