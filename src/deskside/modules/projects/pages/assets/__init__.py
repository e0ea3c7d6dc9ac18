"""The one style sheet and the one script of the customer's pages, under names that hold their hash."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Asset:
    """A file that browsers may keep for ever."""

    path: str
    body: bytes
    media_type: str


def _load(name: str, media_type: str) -> Asset:
    body = (FOLDER / name).read_bytes()
    stem, _, ending = name.partition(".")
    return Asset(f"/s/{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{ending}", body, media_type)


STYLE = _load("share.css", "text/css; charset=utf-8")
SCRIPT = _load("share.js", "text/javascript; charset=utf-8")
