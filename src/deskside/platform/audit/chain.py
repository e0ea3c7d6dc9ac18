"""The arithmetic of the chain: what a seal is made of."""

import hmac
import json
from datetime import UTC

from deskside.platform.audit.models import AuditEntry

START = ""


def seal(key: bytes, before: str, seq: int, entry: AuditEntry) -> str:
    """The hash of link `seq` over `entry` and the hash `before` it, in hex."""
    return _mac(key, "seal", before, seq, *_facts(entry))


def sign_head(key: bytes, count: int, last: str) -> str:
    """What the head row carries, so that nobody without the key can set it back."""
    return _mac(key, "head", count, last)


def same(left: str, right: str) -> bool:
    """Whether two hashes are equal, in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def _facts(entry: AuditEntry) -> tuple[object, ...]:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    who = (entry.actor_id, entry.actor_name, entry.ip)
    return (entry.id, at, *who, entry.action, entry.subject_type, entry.subject_id, entry.old, entry.new)


def _mac(key: bytes, *parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, text.encode(), "sha256").hex()
