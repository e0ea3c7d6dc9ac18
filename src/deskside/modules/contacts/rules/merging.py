"""What becomes of the fields of customers that are merged. The first of them is the one that is kept."""

from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from deskside.modules.contacts.rules.keys import email_key
from deskside.modules.contacts.schemas.duplicates import Choice

CHOICES: tuple[Choice, ...] = get_args(Choice)


def merged_values(facts: Sequence[Mapping[str, Any]], choices: Mapping[Choice, int]) -> dict[str, Any]:
    """By choice; else the highest rating, and the first text that is not empty."""
    by_id = {one["id"]: one for one in facts}
    values: dict[str, Any] = {}
    for name in CHOICES:
        if name in choices:
            values[name] = by_id[choices[name]][name]
        elif name == "importance":
            values[name] = max(one[name] for one in facts)
        else:
            values[name] = next((one[name] for one in facts if one[name]), "")
    return values


def merged_lists(
    facts: Sequence[Mapping[str, Any]], values: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    """The further addresses and numbers of the merged customer."""
    first = email_key(facts[0]["email"])
    emails: dict[str, str] = {}
    for one in facts:
        for email in one["emails"]:
            emails.setdefault(email_key(email), email)
    emails.pop(first, None)
    phones = dict.fromkeys(phone for one in facts for phone in one["phones"])
    phones.pop(values["phone"], None)
    return list(emails.values()), list(phones)


def differing(facts: Sequence[Mapping[str, Any]]) -> dict[Choice, dict[int, str]]:
    """The fields of which they hold different values."""
    found: dict[Choice, dict[int, str]] = {}
    for name in CHOICES:
        held = {cast("int", one["id"]): str(one[name]) for one in facts if one[name] not in {"", None}}
        if len(set(held.values())) > 1:
            found[name] = held
    return found
