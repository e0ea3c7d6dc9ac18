"""The views of the warehouse, as agreed: docs/modules/members.md tells what each is. Never written here."""

from sqlalchemy import BigInteger, Column, Date, MetaData, Numeric, SmallInteger, String, Table, Text

from deskside.kernel.db import UtcDateTime
from deskside.modules.members.models.types import Hundredths, SiteId, Yuan

WAREHOUSE = MetaData()


def _site() -> Column[str]:
    return Column("site_id", SiteId(), nullable=False)


def _id(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _is_delete() -> Column[int]:
    return Column("is_delete", SmallInteger, nullable=False)


MEMBER = Table(
    "v_dim_member",
    WAREHOUSE,
    _site(),
    _id("member_id"),
    Column("name", String(100)),
    Column("phone", String(32)),
    Column("avatar", String(500)),
    Column("level", String(50)),
    Column("register_date", Date),
)
MEMBER_ACCOUNT = Table(
    "v_dim_member_account",
    WAREHOUSE,
    _site(),
    _id("account_id"),
    _id("member_id"),
)
OPTIONAL = frozenset({MEMBER_ACCOUNT.name})
"""Views that a warehouse may go without."""

CARD = Table(
    "v_dim_member_card_account",
    WAREHOUSE,
    _site(),
    _id("member_id"),
    _id("card_id"),
    Column("balance", Yuan(), nullable=False),
    _is_delete(),
)
ASSISTANT = Table(
    "v_dim_assistant",
    WAREHOUSE,
    _site(),
    _id("assistant_id"),
    Column("name", String(100)),
    Column("avatar", String(500)),
    Column("level", String(50)),
    Column("skills", Text),
    Column("hire_date", Date),
    _is_delete(),
)
SETTLEMENT = Table(
    "v_dwd_settlement",
    WAREHOUSE,
    _site(),
    _id("settlement_id"),
    _id("member_id"),
    Column("settle_type", SmallInteger, nullable=False),
    Column("ledger_amount", Yuan(), nullable=False),
    Column("table_charge_money", Yuan(), nullable=False),
    Column("goods_money", Yuan(), nullable=False),
    Column("assistant_pd_money", Yuan(), nullable=False),
    Column("assistant_cx_money", Yuan(), nullable=False),
    Column("table_name", String(100)),
    Column("create_time", UtcDateTime, nullable=False),
    _is_delete(),
)
SERVICE = Table(
    "v_dwd_assistant_service",
    WAREHOUSE,
    _site(),
    _id("service_id"),
    _id("settlement_id", nullable=True),
    _id("assistant_id"),
    _id("tenant_member_id"),
    Column("course_type", String(20)),
    Column("hours", Hundredths(), nullable=False),
    Column("ledger_amount", Yuan(), nullable=False),
    Column("assistant_pd_money", Yuan(), nullable=False),
    Column("assistant_cx_money", Yuan(), nullable=False),
    Column("table_name", String(100)),
    Column("record_type", String(20), nullable=False),
    Column("is_estimate", SmallInteger, nullable=False),
    Column("create_time", UtcDateTime, nullable=False),
    _is_delete(),
)
RECHARGE = Table(
    "v_dwd_recharge",
    WAREHOUSE,
    _site(),
    _id("recharge_id"),
    _id("member_id"),
    _id("assistant_id", nullable=True),
    Column("amount", Yuan(), nullable=False),
    Column("create_time", UtcDateTime, nullable=False),
    _is_delete(),
)
RELATION = Table(
    "v_dws_member_assistant_relation_index",
    WAREHOUSE,
    _site(),
    _id("member_id"),
    _id("assistant_id"),
    Column("relation_index", Numeric(6, 4, asdecimal=False), nullable=False),
)
SALARY = Table(
    "v_dws_assistant_salary_calc",
    WAREHOUSE,
    _site(),
    _id("assistant_id"),
    Column("salary_month", Date, nullable=False),
    Column("level", String(50)),
    Column("effective_hours", Hundredths(), nullable=False),
    Column("gross_salary", Yuan(), nullable=False),
    Column("base_income", Yuan(), nullable=False),
    Column("bonus_income", Yuan(), nullable=False),
    Column("recharge_commission", Yuan(), nullable=False),
    Column("drinks_commission", Yuan(), nullable=False),
)
