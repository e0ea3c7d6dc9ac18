"""What is forgotten each night: whoever owns rows says which of them are over."""

from collections.abc import Callable
from dataclasses import dataclass

from deskside.kernel.db import Writes
from deskside.platform.settings import Words

Forget = Callable[[Writes], int]
"""Deletes one slice of rows and answers how many; called in transactions of its own until it answers 0."""


@dataclass(frozen=True)
class Forgotten:
    """One kind of rows, by the name that the nightly run's log gives it."""

    title: Words
    forget: Forget


_kinds: dict[str, Forgotten] = {}


def forgets(name: str, *, title_zh: str, title_en: str) -> Callable[[Forget], Forget]:
    """Have the decorated function called by the nightly run."""

    def declare(forget: Forget) -> Forget:
        if name in _kinds:
            raise ValueError(f"{name} is forgotten twice")
        _kinds[name] = Forgotten(Words(title_zh, title_en), forget)
        return forget

    return declare


def forgotten_kinds() -> list[Forgotten]:
    """Every kind that was declared, in the order of the names."""
    return [_kinds[name] for name in sorted(_kinds)]


def forget_kind(name: str) -> None:
    """Take a declaration back (for tests)."""
    del _kinds[name]
