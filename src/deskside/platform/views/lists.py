"""The lists that can be kept as views; each is declared beside the routes that answer it."""

from dataclasses import dataclass

from deskside.kernel.auth import Principal, check_scope
from deskside.platform.views.errors import unknown_list


@dataclass(frozen=True)
class KeptList:
    """`reads` is the scope of whoever sees the list, `manages` of whoever shares views of it."""

    reads: str
    manages: str


_declared: dict[str, KeptList] = {}


def declare_list(key: str, *, reads: str, manages: str) -> None:
    """Let views of the list `key` be kept. Raise TypeError when it is declared twice."""
    if key in _declared:
        raise TypeError(f"two lists are called {key}")
    _declared[key] = KeptList(reads, manages)


def forget_list(key: str) -> None:
    """Take a declaration back; for tests that declare their own."""
    _declared.pop(key, None)


def list_for(key: str, user: Principal) -> KeptList:
    """The list as `user` reads it. Raise Invalid for an undeclared one, Forbidden without its scope."""
    found = _declared.get(key)
    if found is None:
        raise unknown_list(key, _declared)
    check_scope(user, found.reads)
    return found
