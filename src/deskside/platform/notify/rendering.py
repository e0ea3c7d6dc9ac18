"""From values to what is sent: the same for previews, test sends and the real thing."""

from collections.abc import Mapping

from deskside.platform.notify.events import Event
from deskside.platform.notify.texts import Content

LEFT_OUT = "***"
"""Stands for what was minted where the text is kept."""


def values_of(event: Event, given: Mapping[str, str], minted: Mapping[str, str]) -> dict[str, str]:
    """A value for each variable of the event; nothing where none was given."""
    return {name: minted.get(name, given.get(name, "")) for name in event.variable_names()}


def without_minted(event: Event, given: Mapping[str, str], minted: Mapping[str, str]) -> dict[str, str]:
    """The same for keeping: what was minted opens doors, so it is left out."""
    return values_of(event, given, dict.fromkeys(minted, LEFT_OUT))


def as_text(content: Content) -> str:
    """All of a message as a person reads it."""
    body = body_of(content)
    link = "" if content.link in body else content.link
    return "\n".join(part for part in (content.title, body, link) if part)


def body_of(content: Content) -> str:
    """The text below the title; of a template's message its fields."""
    return content.body or "\n".join(f"{name}: {value}" for name, value in content.fields.items())
