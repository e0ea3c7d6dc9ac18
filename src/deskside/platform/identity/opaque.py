"""Secrets that mean nothing: made here, handed out once, and stored only as a hash."""

import hashlib
import secrets

SECRET_BYTES = 32
TOKEN_PREFIX = "dsk_"  # noqa: S105 - what every token begins with, so that scanners know ours


def new_secret(prefix: str = "") -> str:
    """256 random bits, safe in a URL."""
    return prefix + secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> bytes:
    """What is stored of a secret: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def hashed(secret: str) -> str:
    """The digest as it stands in the tables, in hex."""
    return digest(secret).hex()
