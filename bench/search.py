"""Two Chinese characters among 1,000,000 customers, against reading one row by its key.

Ours is the list's first page of 50 with its rows, and beside it the total; the floor is one customer by
primary key. `LIKE` over the table, which is what an index of pairs replaces, is timed a few times too.
At most 100 ms for a page.
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
    addresses,
    analyse,
    customers,
    databases,
    insert,
    terms,
)
from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.paging import Page
from deskside.modules.contacts.cache.totals import total_of
from deskside.modules.contacts.models import Customer
from deskside.modules.contacts.queries.customers import found_customers, page_of
from deskside.modules.contacts.queries.filters import CustomerFilter

MOST_MS = 100.0
SOUGHT = ("张伟", "腾飞", "深圳", "科技", "恒瑞", "有限", "雨晨", "王芳芳", "北京", "鼎新", "远大科技", "zz")
Figures = dict[str, list[float]]


def fill(database: Database) -> None:
    insert(database, "customers", COLUMNS, customers())
    insert(database, "customer_emails", ("email_key", "customer_id", "email", "position"), addresses())
    insert(database, "customer_terms", ("term", "customer_id"), iter(terms()))
    analyse(database)


def timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def measure(database: Database, user: Principal) -> tuple[Figures, dict[str, float]]:
    figures: Figures = {"page": [], "floor": [], "total": []}
    slowest: dict[str, float] = {}
    for number in range(ROUNDS):
        q = SOUGHT[number % len(SOUGHT)]
        with database.reading() as db:
            wanted = CustomerFilter(q=q)
            took = timed(
                lambda: page_of(db, found_customers(db, wanted, user, ZONE), "-id", Page(1, 50))  # noqa: B023
            )
            floor = select(Customer).where(Customer.id == number + 1)
            figures["floor"].append(timed(lambda: db.scalars(floor).one()))  # noqa: B023
            figures["total"].append(timed(lambda: total_of(db, found_customers(db, wanted, user, ZONE))))  # noqa: B023
        figures["page"].append(took)
        if number >= len(SOUGHT):
            slowest[q] = max(slowest.get(q, 0.0), took)
    return figures, slowest


def by_like(database: Database) -> float:
    def ask() -> None:
        with database.reading() as db:
            found = select(Customer.id).where(Customer.name.like("%张伟%") | Customer.company.like("%张伟%"))
            db.scalars(found.order_by(Customer.id.desc()).limit(50)).all()

    return statistics.median(timed(ask) for _ in range(3))


def main() -> int:
    clock.travel(lambda: NOW)
    worst = 0.0
    print(f"{CUSTOMERS:,} customers, two characters, {ROUNDS} rounds; ms")
    with databases(fill) as each:
        for engine, database in each:
            for who, user in (("all", BOSS), ("a department", SELLER)):
                figures, slowest = measure(database, user)
                page, floor, total = (statistics.median(figures[n]) for n in ("page", "floor", "total"))
                q, most = max(slowest.items(), key=lambda one: one[1])
                worst = max(worst, most)
                print(
                    f"{engine:10} {who:12} page {page:7.2f} (slowest {most:.2f}, {q})  floor {floor:5.2f}  "
                    f"ratio {page / floor:5.1f}  total {total:7.2f}  LIKE {by_like(database):8.1f}"
                )
    print(f"slowest {worst:.1f} ms; at most {MOST_MS:g}")
    return 0 if worst <= MOST_MS else 1


if __name__ == "__main__":
    sys.exit(main())
