"""Title prefixes."""

# ruff: noqa: FBT001 - pytest and hypothesis pass arguments by name

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.modules.assist.rules import Title, compose_title, normal_tags, parse_title

segment = st.text(st.characters(exclude_characters=":", exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize(
    ("title", "checkable", "tag"),
    [
        ("核对地址", True, None),
        ("nc:核对地址", False, None),
        ("tag:vip", True, "VIP"),
        ("nc:tag:VIP", False, "VIP"),
        ("tag:nc:VIP", False, "VIP"),
        (" NC : Tag : vip 客户 ", False, "VIP 客户"),
        ("注意:核对", True, None),
        ("nc：核对", True, None),
        ("注意:nc:核对", False, None),
        ("tag:注意:VIP", True, "VIP"),
        ("nc", True, None),
        ("tag", True, None),
        ("x:nc", True, None),
        ("tag:nc", True, "NC"),
        ("tag:", True, ""),
        ("", True, None),
        ("nc:", False, None),
    ],
)
def test_a_title_means_what_the_document_says(title: str, checkable: bool, tag: str | None) -> None:
    assert parse_title(title) == Title(checkable=checkable, tag=tag)


@given(segment, st.booleans(), st.booleans())
def test_prefixes_survive_the_round_trip(text: str, checkable: bool, tagged: bool) -> None:
    parsed = parse_title(compose_title(text, checkable=checkable, tagged=tagged))
    assert parsed.checkable == checkable
    assert parsed.tag == (text.strip().upper() if tagged else None)


@given(segment, st.permutations(["nc", "tag"]), st.lists(segment, max_size=3), st.data())
def test_order_case_space_and_other_segments_change_nothing(
    text: str, prefixes: list[str], others: list[str], data: st.DataObject
) -> None:
    spelled = [f" {data.draw(st.sampled_from([one.upper(), one.title(), one]))}\t" for one in prefixes]
    heads = data.draw(st.permutations(spelled + others))
    assert parse_title(":".join([*heads, text])) == Title(checkable=False, tag=text.strip().upper())


@given(segment)
def test_a_title_without_a_colon_has_no_prefix(text: str) -> None:
    assert parse_title(text) == Title(checkable=True, tag=None)


def test_tags_are_compared_trimmed_and_in_upper_case() -> None:
    assert normal_tags([" vip ", "VIP", "", "  ", "新客"]) == {"VIP", "新客"}
