"""Whom a reminder is for."""

# ruff: noqa: FBT001 - pytest and hypothesis pass arguments by name

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.errors import BadRequest
from deskside.modules.assist.rules import (
    MARKETS,
    Businesses,
    Facts,
    Target,
    applies,
    find_business,
    parse_cn_num,
    parse_market,
    parse_markets,
    target_businesses,
)

ids = st.integers(1, 4)
some_ids = st.frozensets(ids)
tag_names = st.sampled_from(["VIP", "新客", "A"])
targets = st.builds(
    Target,
    markets=st.frozensets(st.sampled_from(MARKETS), min_size=1),
    business_ids=st.none() | some_ids,
    is_global=st.booleans(),
    tag=st.none() | tag_names,
    number_list_id=st.none() | ids,
    department_ids=some_ids,
)
all_facts = st.builds(
    Facts,
    market=st.none() | st.sampled_from(MARKETS),
    business_id=st.none() | ids,
    tags=st.none() | st.frozensets(tag_names),
    number_list_ids=st.none() | some_ids,
    department_ids=st.none() | some_ids,
)


def reference(target: Target, facts: Facts, listed: bool) -> bool:  # noqa: C901, PLR0911 - one sentence of the document per branch
    if not target.is_global:  # noqa: SIM102
        if not listed:
            return False
    if facts.market is not None:  # noqa: SIM102
        if facts.market not in target.markets:
            return False
    if facts.business_id is not None and target.business_ids is not None:  # noqa: SIM102
        if facts.business_id not in target.business_ids:
            return False
    if target.tag is not None and facts.tags is not None:  # noqa: SIM102
        if target.tag not in facts.tags:
            return False
    if target.number_list_id is not None and facts.number_list_ids is not None:  # noqa: SIM102
        if target.number_list_id not in facts.number_list_ids:
            return False
    if target.department_ids and facts.department_ids is not None:
        return any(one in target.department_ids for one in facts.department_ids)
    return True


@given(targets, all_facts, st.booleans())
def test_targets_agree_with_the_slow_obvious_reading(target: Target, facts: Facts, listed: bool) -> None:
    assert applies(target, facts, listed=listed) == reference(target, facts, listed)


@given(targets, all_facts, st.booleans())
def test_knowing_more_never_makes_a_reminder_apply(target: Target, facts: Facts, listed: bool) -> None:
    if applies(target, facts, listed=listed):
        assert applies(target, Facts(), listed=listed)


def test_market_and_business_bind_account_lists_too() -> None:
    target = Target(frozenset({"USCN"}), frozenset({1}), is_global=False)
    assert applies(target, Facts(market="USCN", business_id=1), listed=True)
    assert not applies(target, Facts(market="CACN", business_id=1), listed=True)
    assert not applies(target, Facts(market="USCN", business_id=2), listed=True)
    assert not applies(target, Facts(market="USCN", business_id=1), listed=False)


@given(some_ids, st.none() | st.booleans(), st.booleans())
def test_an_account_list_without_businesses_is_for_all(
    business_ids: frozenset[int], is_all: bool | None, is_global: bool
) -> None:
    found = target_businesses(business_ids, is_all=is_all, is_global=is_global)
    assert (found is None) == (bool(is_all) or (not is_global and not business_ids))
    assert found is None or found == business_ids


@pytest.mark.parametrize(
    ("value", "markets"),
    [
        (None, MARKETS),
        ("", MARKETS),
        ([], MARKETS),
        ("All", MARKETS),
        (["all"], MARKETS),
        ("USCN", ("USCN",)),
        (" cacn , uscn ", MARKETS),
        (["CACN"], ("CACN",)),
        (["CACN", "CACN", " "], ("CACN",)),
    ],
)
def test_markets_come_as_list_or_comma_text(value: list[str] | str | None, markets: tuple[str, ...]) -> None:
    assert parse_markets(value) == markets


@pytest.mark.parametrize("value", ["US", ["USCN", "EU"], "USCN;CACN"])
def test_an_unknown_market_is_refused_and_the_known_are_named(value: list[str] | str) -> None:
    with pytest.raises(BadRequest, match="USCN, CACN"):
        parse_markets(value)


def test_an_account_has_exactly_one_market() -> None:
    assert parse_market(" uscn ") == "USCN"
    for wrong in ("", "All", "USCN,CACN"):
        with pytest.raises(BadRequest, match="known: USCN, CACN"):
            parse_market(wrong)


def test_businesses_are_found_without_regard_to_case() -> None:
    known = Businesses({1: "BB", 4: "Prime"}, {"宽带": 1})
    assert find_business(" prime ", known) == 4
    assert find_business("宽带 ", known) == 1
    with pytest.raises(BadRequest, match="known: BB, Prime"):
        find_business("XX", known)
    with pytest.raises(BadRequest, match="none yet"):
        find_business("BB", Businesses({}))


@pytest.mark.parametrize(
    ("text", "number"), [(None, None), ("", None), ("  ", None), (" 95012345678 ", "95012345678"), ("0", "0")]
)
def test_a_cn_num_is_digits(text: str | None, number: str | None) -> None:
    assert parse_cn_num(text) == number


@pytest.mark.parametrize("text", ["9501234567x", "+9501", "９５０", "1" * 21, "9 5", "-1", "1.0"])
def test_a_cn_num_of_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="digits"):
        parse_cn_num(text)
