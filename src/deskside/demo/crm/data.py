"""The fake CRM's accounts.

Known totals: 10 accounts of 5 customers; BB 3, AHC 2, CP 2, MCN 1, Prime 2 (1004 by its combo tag alone);
USCN 6, CACN 4; 5 functional accounts. 1005 and 1010 have numbers of the 48k list; 1010 has a plan that
Deskside does not know and no dates.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

NO_DATE = datetime(1, 1, 1, tzinfo=UTC)


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Functional:
    """A functional account of an AHC account, with a plan of its own."""

    id: int
    label: str
    plan_id: int
    plan_name: str
    active_start: datetime
    contract_end: datetime


@dataclass(frozen=True)
class Account:
    """A business account as the CRM keeps it; `contract_end` is the first day without the contract."""

    id: int
    customer: str
    master: int
    product: str
    market: str
    plan_id: int
    plan_name: str
    signup: datetime
    activation: datetime
    billing: datetime
    contract_start: datetime = NO_DATE
    contract_end: datetime = NO_DATE
    combo_tag: str = ""
    cn_number: str = ""
    china_pstn: str = ""
    tags: tuple[str, ...] = ()
    functional: tuple[Functional, ...] = field(default=())


@dataclass(frozen=True)
class Agent:
    """Who is signed in to the CRM."""

    user_id: int
    xinfang_id: int
    name: str


AGENTS = {
    "li": Agent(88001, 5601, "李娜"),
    "wang": Agent(88002, 5602, "王强"),
}

_ACCOUNTS = (
    Account(
        1001,
        "张伟",
        501,
        "BB",
        "USCN",
        20101,
        "商务宽带 100M 年付 Business Broadband 100M",
        _day("2019-04-28"),
        _day("2019-05-06"),
        _day("2019-06-01"),
        _day("2026-03-13"),
        _day("2027-03-13"),
        tags=("VIP", "AUTOPAY"),
    ),
    Account(
        1002,
        "北美华通贸易有限公司",
        502,
        "CP",
        "USCN",
        20301,
        "企业总机 10 席 Cloud PBX 10 Seats",
        _day("2021-09-14"),
        _day("2021-09-20"),
        _day("2021-10-01"),
        _day("2025-09-20"),
        _day("2026-12-05"),
        tags=("GOLD",),
    ),
    Account(
        1003,
        "陈静",
        503,
        "AHC",
        "USCN",
        20201,
        "家庭云话机 AnyHome Connect",
        _day("2018-11-02"),
        _day("2018-11-05"),
        _day("2018-12-01"),
        _day("2018-11-05"),
        _day("2019-11-05"),
        tags=("GOLD", "FAMILY"),
        functional=(
            Functional(
                770301,
                "客厅话机 Living room",
                20201,
                "家庭云话机 标准版 AHC Standard",
                _day("2024-02-01"),
                _day("2027-02-01"),
            ),
            Functional(
                770302,
                "父母家 Parents",
                20202,
                "家庭云话机 中国畅打 AHC China Unlimited",
                _day("2025-06-18"),
                _day("2027-06-18"),
            ),
            Functional(
                770303, "备用线 Spare", 20203, "家庭云话机 经济版 AHC Economy", _day("2022-08-09"), NO_DATE
            ),
        ),
    ),
    Account(
        1004,
        "刘洋",
        504,
        "BB",
        "USCN",
        20401,
        "Prime 会员 年付 Prime Membership Annual",
        _day("2020-01-15"),
        _day("2020-01-15"),
        _day("2020-02-01"),
        _day("2026-01-15"),
        _day("2027-01-15"),
        combo_tag="Prime",
        china_pstn="02161234567",
        tags=("VIP",),
    ),
    Account(
        1005,
        "张伟",
        501,
        "MCN",
        "USCN",
        20501,
        "中国号 畅聊版 My China Number Chat",
        _day("2023-07-03"),
        _day("2023-07-04"),
        _day("2023-08-01"),
        _day("2026-07-04"),
        _day("2027-01-04"),
        cn_number="17000084007;17088880000",
    ),
    Account(
        1006,
        "Maple 食品进出口",
        505,
        "BB",
        "CACN",
        20103,
        "商务宽带 500M 月付 Business Broadband 500M",
        _day("2022-03-30"),
        _day("2022-04-02"),
        _day("2022-05-01"),
        _day("1999-12-31"),
        _day("1999-12-31"),
    ),
    Account(
        1007,
        "黄丽",
        505,
        "Prime",
        "CACN",
        20402,
        "Prime 会员 家庭版 Prime Membership Family",
        _day("2024-10-21"),
        _day("2024-10-21"),
        _day("2024-11-01"),
        _day("2025-10-21"),
        _day("2026-10-21"),
        tags=("GOLD",),
    ),
    Account(
        1008,
        "陈静",
        503,
        "AHC",
        "CACN",
        20201,
        "家庭云话机 AnyHome Connect",
        _day("2020-06-11"),
        _day("2020-06-12"),
        _day("2020-07-01"),
        _day("2020-06-12"),
        _day("2021-06-12"),
        functional=(
            Functional(
                770801,
                "温哥华家 Home",
                20202,
                "家庭云话机 中国畅打 AHC China Unlimited",
                _day("2025-01-10"),
                _day("2027-01-10"),
            ),
            Functional(
                770802,
                "办公室 Office",
                20201,
                "家庭云话机 标准版 AHC Standard",
                _day("2023-03-03"),
                _day("2026-03-03"),
            ),
        ),
    ),
    Account(
        1009,
        "北美华通贸易有限公司",
        502,
        "CP",
        "CACN",
        20302,
        "企业总机 50 席 Cloud PBX 50 Seats",
        _day("2023-12-01"),
        _day("2023-12-11"),
        _day("2024-01-01"),
        _day("2025-12-11"),
        _day("2027-12-11"),
    ),
    Account(
        1010,
        "赵敏",
        504,
        "BB",
        "USCN",
        29999,
        "试点套餐 Pilot Plan Autumn",
        NO_DATE,
        NO_DATE,
        NO_DATE,
        cn_number="86-17000000007",
        tags=("PILOT",),
    ),
)

ACCOUNTS = {account.id: account for account in _ACCOUNTS}


def accounts_of_master(master: int) -> list[Account]:
    """Every business account of the customer `master`, by id."""
    return [account for account in _ACCOUNTS if account.master == master]


def search(words: str) -> list[Account]:
    """Accounts whose id, customer or product contains `words`; all of them for no words."""
    needle = words.strip().casefold()
    return [
        account
        for account in _ACCOUNTS
        if needle in f"{account.id} {account.customer} {account.product} {account.market}".casefold()
    ]
