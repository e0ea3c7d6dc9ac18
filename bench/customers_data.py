"""A million customers on each engine, for bench/followup.py and bench/search.py."""

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from deskside.kernel.auth import Principal
from deskside.kernel.db import Base, Database
from deskside.modules.contacts.models import NEVER
from deskside.modules.contacts.rules.keys import company_key, email_key, sort_key
from deskside.modules.contacts.rules.terms import terms_of
from deskside.registry import import_models

CUSTOMERS = int(os.environ.get("BENCH_CUSTOMERS", "1000000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "30"))
SERVERS = {
    "postgresql": os.environ.get("DESKSIDE_TEST_POSTGRESQL_URL", "postgresql+psycopg://root@127.0.0.1/test"),
    "mariadb": os.environ.get("DESKSIDE_TEST_MARIADB_URL", "mysql+pymysql://root@127.0.0.1/test"),
}
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
SCOPES = frozenset({"contacts:read"})
BOSS = Principal(1, "boss", "Boss", None, frozenset({"admin"}), SCOPES, "api", 1)
SELLER = Principal(2, "seller", "Seller", 12, frozenset({"sales"}), SCOPES, "api", 1)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建国志文玉兰红梅海燕宇浩欣怡子涵梓轩雨晨思远嘉"
PLACES = (
    "北京",
    "上海",
    "深圳",
    "广州",
    "杭州",
    "南京",
    "成都",
    "武汉",
    "西安",
    "苏州",
    "宁波",
    "青岛",
    "厦门",
    "长沙",
)
WORDS = "远大盛华恒瑞通达鼎新宏信联创泰和金源百川天成博雅康正海纳启明星辰云峰腾飞卓越锦程万丰凯利德润安邦"
KINDS = ("科技", "贸易", "电子", "机械", "医药", "物流", "建材", "食品", "服饰", "软件", "传媒", "能源")
Row = tuple[Any, ...]
COLUMNS = (
    "id", "name", "email", "importance", "company", "country", "address", "phone", "website", "comment",
    "last_contact_date", "last_contact_source", "valid", "valid_manual", "owner_id", "department_id",
    "name_sort", "company_sort", "company_key", "group_contact", "version", "created_at", "updated_at",
)  # fmt: skip


def customers() -> Iterator[Row]:
    """The same each time: three to a company, a fifth without one, a fifth never contacted."""
    chance = random.Random(7)
    names = [(name, sort_key(name)) for name in (_name(chance) for _ in range(20_000))]
    firms = [_company(number) for number in range(max(1, CUSTOMERS // 3))]
    keyed = [(firm, sort_key(firm), company_key(firm)) for firm in firms]
    drawn = [_drawn(chance, len(keyed)) for _ in range(CUSTOMERS)]
    newest: dict[int, datetime] = {}
    for firm, contact in drawn:
        if firm is not None and contact is not None:
            newest[firm] = max(contact, newest.get(firm, NEVER))
    for number, (firm, contact) in enumerate(drawn, 1):
        name, spelled = names[chance.randrange(len(names))]
        company, company_sort, key = ("", "", "") if firm is None else keyed[firm]
        group = (contact or NEVER) if firm is None else newest.get(firm, NEVER)
        valid = chance.choice((0, 1, 1, 1, 1, 1, 1, 2, 2, 2))
        yield (
            number, name, f"c{number}@mail{number % 997}.example", chance.randrange(6), company, "中国", "",
            f"139{number:08d}", "", "", contact, "mail" if contact else None, valid, False, 2,
            12 if number % 2 else 13, spelled, company_sort, key, group, 1, NOW, NOW,
        )  # fmt: skip


def _drawn(chance: random.Random, firms: int) -> tuple[int | None, datetime | None]:
    firm = None if chance.random() < 0.2 else chance.randrange(firms)
    days = None if chance.random() < 0.2 else chance.random() * 400
    return firm, None if days is None else NOW - timedelta(days=days)


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))


def _company(number: int) -> str:
    chance = random.Random(f"company {number}")
    word = "".join(chance.choice(WORDS) for _ in range(3))
    return f"{chance.choice(PLACES)}{word}{chance.choice(KINDS)}有限公司"


def terms() -> list[tuple[str, int]]:
    """What the search goes by, in the order of the index."""
    found: list[tuple[str, int]] = []
    for row in customers():
        found.extend((term, row[0]) for term in terms_of(row[1], row[4], [row[2]]))
    found.sort()
    return found


def addresses() -> Iterator[Row]:
    """Rows of customer_emails."""
    for row in customers():
        yield (email_key(row[2]), row[0], row[2], 0)


@contextmanager
def databases(fill: Callable[[Database], None]) -> Iterator[Iterator[tuple[str, Database]]]:
    """One after the other: SQLite, and the servers that answer; dropped afterwards."""
    import_models()
    with TemporaryDirectory(prefix="deskside-bench-") as folder:
        yield _each(Path(folder), fill)


def _each(folder: Path, fill: Callable[[Database], None]) -> Iterator[tuple[str, Database]]:
    wanted = os.environ.get("BENCH_ENGINES", "sqlite,postgresql,mariadb").split(",")
    for engine in wanted:
        with suppress_missing(engine), _made(engine, folder) as url, closing(Database(url)) as database:
            Base.metadata.create_all(database.engines.writes)
            print(f"{engine}: filling", file=sys.stderr)
            fill(database)
            yield engine, database


@contextmanager
def suppress_missing(engine: str) -> Iterator[None]:
    """A server that is away is left out, and said."""
    try:
        yield
    except OperationalError as error:
        print(f"{engine} does not answer: {error.orig}", file=sys.stderr)


@contextmanager
def _made(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    name = f"deskside_bench_{os.getpid()}_contacts"
    charset = " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci" if engine == "mariadb" else ""
    admin = create_engine(SERVERS[engine], isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}{charset}")
    try:
        yield make_url(SERVERS[engine]).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection, suppress(OperationalError):
            connection.exec_driver_sql(f"DROP DATABASE {name}")


def insert(database: Database, table: str, columns: tuple[str, ...], rows: Iterator[Row]) -> None:
    """Rows as fast as the driver takes them."""
    marks = ", ".join(["?" if database.dialect == "sqlite" else "%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    connection = database.engines.writes.raw_connection()
    try:
        cursor = connection.cursor()
        if database.dialect == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            if database.dialect == "sqlite":
                cursor.execute("BEGIN")
            while part := [_plain(row) for row in islice(rows, 5_000)]:
                cursor.executemany(statement, part)
        cursor.execute("COMMIT")
    finally:
        connection.close()


def _plain(row: Row) -> Row:
    return tuple(
        cell.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
        if isinstance(cell, datetime)
        else cell
        for cell in row
    )


def analyse(database: Database) -> None:
    """What a database does by itself after a while."""
    statement = "ANALYZE TABLE customers" if database.dialect == "mysql" else "ANALYZE"
    with database.engines.writes.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
