"""What members knows of an account of the CRM: the card in the agent's side panel."""

from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.kernel.errors import Forbidden, NotFound, Unavailable
from deskside.kernel.hooks import Card, Fact, Panel
from deskside.kernel.money import ZERO, Money
from deskside.modules.members.queries.accounts import list_members_of
from deskside.modules.members.queries.customers import load_names, read_banner, sum_balances
from deskside.modules.members.queries.viewers import find_viewer
from deskside.modules.members.rules.days import days_since
from deskside.modules.members.service.asking import Asking
from deskside.modules.members.service.parts import Sources
from deskside.modules.members.settings import MembersSettings
from deskside.platform.settings import SettingsCache

MOST = 5
"""Members of one account that are listed."""

FORGET_SECONDS = 60.0
"""A warehouse that has no view of accounts is asked again after so long."""


class AccountCard:
    """Reads the card; remembers for a while that the warehouse knows no accounts."""

    def __init__(self, sources: Sources, settings: SettingsCache, zone: ZoneInfo) -> None:
        self._sources = sources
        self._settings = settings
        self._zone = zone
        self._unknown_until = 0.0

    def read(self, db: Reads, user: Principal, account_id: int) -> Card:
        """Empty for an account of no member whom the user may see. Raise Unavailable."""
        if monotonic() < self._unknown_until:
            return Card()
        with suppress(Forbidden, NotFound):
            viewer = find_viewer(db, user)
            asking = Asking(self._sources, self._settings.get(MembersSettings), viewer, self._zone)
            members = self._members(asking, account_id)
            if members:
                return Card(_facts(asking, members), clock.now())
        return Card()

    def _members(self, asking: Asking, account_id: int) -> list[int]:
        viewer = asking.viewer
        asked = asking.page().warehouse(
            "accounts", list_members_of, viewer.site, account_id, viewer.coach_id, MOST
        )
        try:
            return asked.answer()
        except Unavailable as error:
            if error.error_code != "source_changed":
                raise
            self._unknown_until = monotonic() + FORGET_SECONDS
            return []


def make_panel(sources: Sources, settings: SettingsCache, zone: ZoneInfo) -> Panel:
    """The card as it is plugged in."""
    return Panel("members", "会员", "members:read", AccountCard(sources, settings, zone).read)


def _facts(asking: Asking, members: Sequence[int]) -> list[Fact]:
    page, site = asking.page(), asking.viewer.site
    named = page.warehouse("name", load_names, site, members)
    if len(members) > 1:
        balances = page.warehouse("balance", sum_balances, site, members).answer()
        names = named.answer()
        return [
            Fact(_name(names, each), f"余额 {_yuan(balances.get(each, ZERO))}", href=_address(each))
            for each in members
        ]
    [member] = members
    figures = page.warehouse("balance", read_banner, site, member, asking.recent).answer()
    days = days_since(figures.last_visit, asking.today, asking.zone)
    return [
        Fact("会员", _name(named.answer(), member), href=_address(member)),
        Fact("余额", _yuan(figures.balance)),
        Fact("近 60 天消费", _yuan(figures.consumption)),
        Fact("距上次到店", "从未到店" if days is None else f"{days} 天"),
    ]


def _name(names: dict[int, str | None], member: int) -> str:
    return names.get(member) or f"会员 {member}"


def _address(member: int) -> str:
    return f"/members/customers/{member}"


def _yuan(amount: Money) -> str:
    return f"¥{amount.to_yuan():,.2f}"
