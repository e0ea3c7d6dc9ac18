"""The data of bench/lookup.py: 300 reminders, 500 plans, 48,000 numbers, account rows as many as asked."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

BUSINESSES = {1: "BB", 2: "AHC", 3: "CP", 4: "Prime", 5: "MCN"}
ACCOUNTS = 150_000
GLOBAL, LISTED = 200, 100
NOW = "2026-01-05 08:00:00.000000"
Row = tuple[object, ...]


def fill(database: Path, rows: int) -> None:
    """Write it into a migrated, empty SQLite database."""
    connection = sqlite3.connect(database)
    connection.executemany("INSERT OR IGNORE INTO business (id, name) VALUES (?, ?)", BUSINESSES.items())
    connection.executemany(
        "INSERT INTO plans (plan_id, name, business_id, last_modified, version) VALUES (?, ?, ?, ?, 1)",
        [(10_000 + index, f"套餐 {index}", index % 5 + 1, NOW) for index in range(500)],
    )
    connection.execute(
        "INSERT INTO number_lists (id, name, text, size) VALUES (1, 'spe_cn_num', '特殊实名认证号码', 48000)"
    )
    numbers = ((str(13_000_000_000 + index * 4), 1) for index in range(48_000))
    connection.executemany("INSERT INTO numbers (number, list_id) VALUES (?, ?)", numbers)
    _reminders(connection)
    _accounts(connection, rows)
    connection.execute(
        "INSERT INTO versions (name, v) VALUES ('reminders', 1) ON CONFLICT DO UPDATE SET v = v + 1"
    )
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _reminders(connection: sqlite3.Connection) -> None:
    choose = random.Random(3)
    for one in range(1, GLOBAL + LISTED + 1):
        everybody = one <= GLOBAL
        tag = choose.choice(["VIP", "GOLD", "RISK"]) if one % 7 == 0 else None
        market = choose.choice(["USCN", "CACN", "USCN,CACN"])
        all_businesses = one % 4 == 0 or not everybody
        connection.execute(
            "INSERT INTO reminders (id, title, content, market, recurrent_interval, is_global,"
            " is_all_business, last_modified, create_date, checkable, tag)"
            " VALUES (?, ?, ?, ?, 7, ?, ?, ?, ?, ?, ?)",
            (
                *(one, f"提醒 {one}", f"请与客户核对账户信息，第 {one} 项。"),
                *(market, everybody, all_businesses, NOW, NOW, one % 3 > 0, tag),
            ),
        )
        if not all_businesses:
            chosen = choose.sample(sorted(BUSINESSES), 2)
            pairs = [(one, business) for business in chosen]
            connection.executemany(
                "INSERT INTO reminder_to_business (reminder_id, business_id) VALUES (?, ?)", pairs
            )


def _accounts(connection: sqlite3.Connection, rows: int) -> None:
    index = "ix_acct_reminders_reminder_id_acct_id"
    recreate = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone()
    connection.execute(f"DROP INDEX {index}")
    connection.executemany(
        "INSERT INTO acct_reminders (acct_id, reminder_id, is_processed, last_processed_at, listed, version)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        _account_rows(rows),
    )
    connection.execute(recreate[0])


def _account_rows(rows: int) -> Iterator[Row]:
    """Four rows for every three accounts, in the order of the key: lists, and ticks of global reminders."""
    per_account = 4 / 3
    for number in range(rows):
        acct_id = int(number / per_account) + 1
        listed = number % 2 == 0
        reminder = GLOBAL + 1 + number % LISTED if listed else 1 + number % GLOBAL
        ticked = number % 3 == 0 or not listed
        day, hour, minute = 1 + number % 28, number % 24, number % 60
        moment = f"2026-01-{day:02} {hour:02}:{minute:02}:{number % 59:02}.{number % 10**6:06}"
        yield acct_id, reminder, ticked, moment if ticked else None, listed, int(ticked)
