"""Title prefixes: `nc:` makes a reminder fixed, `tag:` makes the last segment a tag."""

from collections.abc import Iterable
from dataclasses import dataclass

SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says of its reminder. `tag` is upper case; an empty one matches no account."""

    checkable: bool
    tag: str | None


def parse_title(title: str) -> Title:
    """What the prefixes of `title` mean. Other segments before the last mean nothing."""
    *heads, last = title.split(SEPARATOR)
    prefixes = {head.strip().lower() for head in heads}
    tag = normal_tag(last) if "tag" in prefixes else None
    return Title(checkable="nc" not in prefixes, tag=tag)


def compose_title(text: str, *, checkable: bool = True, tagged: bool = False) -> str:
    """`text`, itself without a colon, under the prefixes that say so."""
    prefixes = ([] if checkable else ["nc"]) + (["tag"] if tagged else [])
    return SEPARATOR.join([*prefixes, text])


def normal_tag(tag: str) -> str:
    """The form in which tags are compared."""
    return tag.strip().upper()


def normal_tags(tags: Iterable[str]) -> frozenset[str]:
    """An account's tags in the form in which they are compared; empty ones are none."""
    return frozenset(normal_tag(tag) for tag in tags) - {""}
