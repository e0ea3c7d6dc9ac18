"""Which userscript is too old."""

import pytest

from deskside.modules.assist.rules.versions import is_older


@pytest.mark.parametrize(
    ("version", "least"), [("0.9.9", "0.10.0"), ("1", "1.0.1"), ("", "0.0.1"), ("v0.1.0-beta", "0.2")]
)
def test_numbers_are_compared_part_by_part(version: str, least: str) -> None:
    assert is_older(version, least)
    assert not is_older(least, version)


@pytest.mark.parametrize(("version", "least"), [("1", "1.0.0"), ("0.2.0", "0.2"), ("0.1.0.9", "0.1.0")])
def test_a_part_that_is_left_out_counts_as_none(version: str, least: str) -> None:
    assert not is_older(version, least)
    assert not is_older(least, version)
