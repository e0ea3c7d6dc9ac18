"""The first page of the follow-up list of 1,000,000 customers, against the cheapest page of the same table.

Ours is the statement that finds the first 100 who are due, for different rules; the floor is the first 100 by
primary key with the same columns. Both are timed in turn on one connection. The page that people get, with
its rows read and its total counted up to 10,000, is printed beside it. At most 50 ms at the database.
"""

import statistics
import sys
import time
from collections.abc import Callable

from customers_data import (
    BOSS,
    COLUMNS,
    CUSTOMERS,
    NOW,
    ROUNDS,
    SELLER,
    ZONE,
    analyse,
    customers,
    databases,
    insert,
)
from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.paging import Page
from deskside.modules.contacts.models import Customer
from deskside.modules.contacts.queries.followup import GROUPED, due_customers
from deskside.modules.contacts.rules.followup import Rule
from deskside.modules.contacts.service.followup import followup

MOST_MS = 50.0
RULES = (Rule(3, ">=", 30), Rule(5, "=", 60), Rule(4, ">", 14), Rule(0, ">=", 90), Rule(5, "=", 395))
Figures = dict[str, list[float]]


def fill(database: Database) -> None:
    insert(database, "customers", COLUMNS, customers())
    analyse(database)


def timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def measure(database: Database, user: Principal) -> Figures:
    figures: Figures = {"due": [], "floor": [], "page": []}
    for number in range(ROUNDS):
        rule = RULES[number % len(RULES)]
        with database.reading() as db:
            due = due_customers(db, rule, user, ZONE).order_by(*GROUPED).limit(100)
            floor = select(Customer.id).where(Customer.id > number * 100).order_by(Customer.id).limit(100)
            found: list[int] = []
            figures["due"].append(timed(lambda: found.extend(db.scalars(due).all())))  # noqa: B023 - called at once
            figures["floor"].append(timed(lambda: db.scalars(floor).all()))  # noqa: B023
            assert len(found) == 100, (rule, len(found))
            figures["page"].append(timed(lambda: followup(db, rule, user, Page(1, 100), ZONE)))  # noqa: B023
    return figures


def main() -> int:
    clock.travel(lambda: NOW)
    worst = 0.0
    print(f"{CUSTOMERS:,} customers, first 100 who are due, {ROUNDS} rounds; ms")
    with databases(fill) as each:
        for engine, database in each:
            for who, user in (("all", BOSS), ("a department", SELLER)):
                figures = measure(database, user)
                ours, floor = (statistics.median(figures[name]) for name in ("due", "floor"))
                slowest = max(figures["due"][len(RULES) :])
                worst = max(worst, slowest)
                print(
                    f"{engine:10} {who:12} due {ours:7.2f} (slowest {slowest:.2f})  floor {floor:6.2f}  "
                    f"ratio {ours / floor:5.1f}  whole page {statistics.median(figures['page']):7.2f}"
                )
    print(f"slowest {worst:.1f} ms; at most {MOST_MS:g}")
    return 0 if worst <= MOST_MS else 1


if __name__ == "__main__":
    sys.exit(main())
