"""The cookie of a browser that views projects: its name on each kind of address, and how it is read."""

from collections.abc import Iterable
from secrets import token_urlsafe

from deskside.kernel.proxies import Caller

SECURE_NAME = "__Host-deskside-viewer"
PLAIN_NAME = "deskside-viewer"
LONGEST = 100


def new_secret() -> str:
    """256 random bits."""
    return token_urlsafe(32)


def cookie_name(caller: Caller) -> str | None:
    """None on plain http from anywhere but this machine: there the network would read it."""
    if caller.https:
        return SECURE_NAME
    return PLAIN_NAME if caller.on_loopback else None


def secret_in(headers: Iterable[tuple[bytes, bytes]], name: str | None) -> str | None:
    """The browser's secret among the headers of a request."""
    if name is None:
        return None
    for header, value in headers:
        if header == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _, text = part.strip().partition("=")
                if key == name and text:
                    return text[:LONGEST]
    return None
