"""Which accounts a reminder is for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from deskside.modules.assist.errors import bad_cn_num, unknown_business, unknown_market

MARKETS = ("USCN", "CACN")
CN_NUM_DIGITS = 20
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a reminder is for. `business_ids` None: all; no `department_ids`: agents of all departments."""

    markets: frozenset[str]
    business_ids: frozenset[int] | None
    is_global: bool
    tag: str | None = None
    number_list_id: int | None = None
    department_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an account and of who looks at it; None is not known, and judges nothing.

    `number_list_ids` are the lists that hold its number; `department_ids` the agent's department and those
    above it.
    """

    market: str | None = None
    business_id: int | None = None
    tags: frozenset[str] | None = None
    number_list_ids: frozenset[int] | None = None
    department_ids: frozenset[int] | None = None


def applies(target: Target, facts: Facts, *, listed: bool) -> bool:
    """Whether nothing known speaks against the reminder. `listed`: the account is on its account list."""
    if not (target.is_global or listed):
        return False
    return _fits_account(target, facts) and _fits_agent(target, facts)


def _fits_account(target: Target, facts: Facts) -> bool:
    return (
        _may_be_in(facts.market, target.markets)
        and _may_be_in(facts.business_id, target.business_ids)
        and _may_be_in(target.tag, facts.tags)
        and _may_be_in(target.number_list_id, facts.number_list_ids)
    )


def _may_be_in(member: T | None, members: frozenset[T] | None) -> bool:
    return member is None or members is None or member in members


def _fits_agent(target: Target, facts: Facts) -> bool:
    known = facts.department_ids
    return not target.department_ids or known is None or bool(target.department_ids & known)


def target_businesses(
    business_ids: Iterable[int], *, is_all: bool | None, is_global: bool
) -> frozenset[int] | None:
    """The products of a stored reminder; None = all. An account list without products is for all of them."""
    ids = frozenset(business_ids)
    return None if is_all or (not is_global and not ids) else ids


def parse_markets(value: Iterable[str] | str | None) -> tuple[str, ...]:
    """Markets of a list or comma text, in a fixed order; none or `All`: both. Raise BadRequest for others."""
    names = value.split(",") if isinstance(value, str) else list(value or ())
    wanted = {name.strip().upper() for name in names} - {""}
    if not wanted or "ALL" in wanted:
        return MARKETS
    for name in sorted(wanted - set(MARKETS)):
        raise unknown_market(name, MARKETS)
    return tuple(market for market in MARKETS if market in wanted)


def parse_market(name: str) -> str:
    """The one market that `name` means. Raise BadRequest, naming the known ones, for others."""
    market = name.strip().upper()
    if market not in MARKETS:
        raise unknown_market(name, MARKETS)
    return market


class Businesses(dict[int, str]):
    """The names of products by id; `aliases` are their other names, case-folded, each with its id."""

    def __init__(self, names: Mapping[int, str], aliases: Mapping[str, int] | None = None) -> None:
        super().__init__(names)
        self.aliases = dict(aliases or {})


def find_business(name: str, known: Businesses) -> int:
    """The id of the product called `name`, without regard to case. Raise BadRequest naming the known ones."""
    wanted = name.strip().casefold()
    for business_id, known_name in known.items():
        if known_name.casefold() == wanted:
            return business_id
    by_alias = known.aliases.get(wanted)
    if by_alias is None:
        raise unknown_business(name, known.values())
    return by_alias


def parse_cn_num(text: str | None) -> str | None:
    """The number's digits; None for none. Raise BadRequest when it is not digits."""
    cleaned = (text or "").strip()
    if not cleaned:
        return None
    if not (cleaned.isascii() and cleaned.isdigit()) or len(cleaned) > CN_NUM_DIGITS:
        raise bad_cn_num(cleaned)
    return cleaned
