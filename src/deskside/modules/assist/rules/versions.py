"""Versions of the userscript, compared as the userscript compares them."""

import re

MIN_SCRIPT_VERSION = "0.1.0"
"""Older userscripts are told to update, whatever managers say."""
PARTS = 3
DIGITS = re.compile(r"[0-9]+")


def is_older(version: str, least: str) -> bool:
    """Whether `version` comes before `least`; parts that are left out count as 0."""
    return _numbers(version) < _numbers(least)


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(part) for part in DIGITS.findall(version)[:PARTS]]
    return (*found, *[0] * (PARTS - len(found)))
