"""Passwords: argon2id, at most two at once, the same work whether or not there is somebody to check."""

import threading
import unicodedata
from functools import cached_property
from typing import Protocol

from pwdlib.hashers.argon2 import Argon2Hasher

from deskside.kernel.errors import Invalid

MIN_LENGTH = 8
MAX_LENGTH = 256
MIN_DIFFERENT = 4
AT_ONCE = 2
TIME_COST, MEMORY_KIB, LANES = 2, 19_456, 1
COMMON = {
    "password", "password1", "password123", "passw0rd", "qwertyuiop", "qwerty123", "1q2w3e4r", "1qaz2wsx",
    "12345678", "123456789", "1234567890", "87654321", "abcd1234", "abc12345", "iloveyou", "administrator",
    "admin123", "letmein1", "welcome1", "woaini1314", "woaini520", "a12345678", "5201314520", "deskside",
}  # fmt: skip


class Hasher(Protocol):
    """What argon2 does; tests count its work with their own."""

    def hash(self, password: str) -> str:
        """An encoded hash with its own salt."""
        ...

    def verify(self, password: str, hash: str) -> bool:  # noqa: A002 - pwdlib's name
        """Whether the password made the hash."""
        ...


class Passwords:
    """Hashes and verifies, AT_ONCE at a time: argon2 takes all the processor and memory it is given."""

    def __init__(self, hasher: Hasher | None = None) -> None:
        self._hasher = hasher or Argon2Hasher(TIME_COST, MEMORY_KIB, LANES)
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash to store."""
        with self._turns:
            return self._hasher.hash(_plain(password))

    def verify(self, password: str, stored: str | None) -> bool:
        """Whether `password` made `stored`; the same work when there is none, and then False."""
        with self._turns:
            nobodys = self._nobodys
            right = self._hasher.verify(_plain(password), stored or nobodys)
        return right and stored is not None


PASSWORDS = Passwords()


def check_new_password(password: str, login: str) -> None:
    """Raise Invalid for one that is too short, too long or the first that others would try."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        problem = f"a password has {MIN_LENGTH} to {MAX_LENGTH} characters; take another"
    elif len(set(password)) < MIN_DIFFERENT or password.lower() in COMMON | {login}:
        problem = "this password is the first that others would try; take another"
    else:
        return
    raise Invalid(problem, code="weak_password", fields={"password": problem})


def _plain(password: str) -> str:
    """One spelling of what looks the same, and no half characters that cannot be encoded."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()
