"""The card of an account in the agent's panel."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool
from tests.modules.members import raw
from tests.modules.members.conftest import PEOPLE, ZONE, Kept
from tests.modules.members.rows import put

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.errors import Unavailable
from deskside.kernel.hooks import Card, Panel
from deskside.modules.members.demo.people import ACCOUNTS
from deskside.modules.members.models.warehouse import MEMBER_ACCOUNT
from deskside.modules.members.service.account_card import make_panel
from deskside.modules.members.service.parts import Sources
from deskside.modules.members.settings import MembersSettings
from deskside.platform.identity import User, make_principal

Read = Callable[[str, int], Card]


def reader(panel: Panel, world: Database) -> Read:
    def read(name: str, account_id: int) -> Card:
        with world.reading() as db:
            user = db.get(User, list(PEOPLE).index(name) + 1)
            assert user is not None
            principal: Principal = make_principal(user, "api", user.id)
            return panel.read(db, principal, account_id)

    return read


@pytest.fixture
def panel(sources: Sources) -> Panel:
    return make_panel(sources, Kept(MembersSettings(part_milliseconds=10_000)), ZONE)  # type: ignore[arg-type]


@pytest.fixture
def read(panel: Panel, world: Database) -> Read:
    return reader(panel, world)


def test_a_card_shows_balance_consumption_and_last_visit(read: Read) -> None:
    member = ACCOUNTS[1001]
    card = read("agent", 1001)
    assert [fact.label for fact in card.facts] == ["会员", "余额", "近 60 天消费", "距上次到店"]
    who, balance = card.facts[:2]
    assert (who.value, who.href) == (raw.MEMBERS[member]["name"], f"/members/customers/{member}")
    assert balance.value == f"¥{raw.balance(member):,.2f}"
    assert card.as_of is not None


def test_an_account_of_no_member_has_an_empty_card(read: Read) -> None:
    assert read("agent", 999_999).facts == ()


def test_who_is_at_no_site_or_another_has_an_empty_card(read: Read) -> None:
    for name in ("placeless", "elsewhere", "unlinked"):
        assert read(name, 1001).facts == ()


def test_a_coach_has_a_card_of_the_own_members_alone(read: Read) -> None:
    own = {row["member_id"] for row in raw.RELATIONS if row["assistant_id"] == 501}
    for account, member in ACCOUNTS.items():
        assert bool(read("coach", account).facts) == (member in own)
    assert {member in own for member in ACCOUNTS.values()} == {True, False}


def test_several_members_of_one_account_are_listed_with_their_balances(read: Read, etl: Engine) -> None:
    put(etl, {MEMBER_ACCOUNT: [{"site_id": "1001", "account_id": 77, "member_id": m} for m in (7003, 7002)]})
    facts = read("agent", 77).facts
    with etl.begin() as connection:
        connection.execute(text("DELETE FROM v_dim_member_account WHERE account_id = 77"))
    assert [(fact.label, fact.value) for fact in facts] == [
        (raw.MEMBERS[member]["name"], f"余额 ¥{raw.balance(member):,.2f}") for member in (7002, 7003)
    ]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_warehouse_that_knows_no_accounts_has_empty_cards_and_is_not_asked_each_time(
    panel: Panel, world: Database, warehouse_url: str, sources: Sources
) -> None:
    path = make_url(warehouse_url)
    engine = create_engine(path, poolclass=NullPool)
    read = reader(panel, world)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE v_dim_member_account RENAME TO away"))
    try:
        assert read("agent", 1001).facts == ()
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO v_dim_member_account"))
    assert read("agent", 1001).facts == ()
    fresh = make_panel(sources, Kept(MembersSettings(part_milliseconds=10_000)), ZONE)  # type: ignore[arg-type]
    assert reader(fresh, world)("agent", 1001).facts


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_card_whose_figures_cannot_be_had_says_so(read: Read, warehouse_url: str) -> None:
    engine = create_engine(make_url(warehouse_url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE v_dwd_settlement RENAME TO away"))
    try:
        with pytest.raises(Unavailable, match="约定"):
            read("agent", 1001)
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO v_dwd_settlement"))
