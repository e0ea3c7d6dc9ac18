"""What modules show on pages of others: each registers it, the page reads the hook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, cast

from fastapi import Depends, Request

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads

Tone = Literal["plain", "good", "warning", "bad"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card. `href` is an address of the console."""

    label: str
    value: str
    tone: Tone = "plain"
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What a module knows of an account; no facts: it does not know the account. `as_of` is its age."""

    facts: Sequence[Fact] = ()
    as_of: datetime | None = None


@dataclass(frozen=True)
class Panel:
    """A card that a module shows wherever an account is on screen, to those who have `scope`.

    `read` may raise `kernel.errors.Unavailable`: its sentence is shown in the card's place.
    """

    key: str
    title: str
    scope: str
    read: Callable[[Reads, Principal, int], Card]


def _panels(request: Request) -> Sequence[Panel]:
    return cast("Sequence[Panel]", request.app.state.panels)


Panels = Annotated[Sequence[Panel], Depends(_panels)]
"""The cards that modules have registered."""
