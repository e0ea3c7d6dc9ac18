"""What a link is made of, when it is alive, and what its visits tell."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Literal
from urllib.parse import urlsplit

Role = Literal["customer", "engineer", "salesman"]
ROLES: tuple[Role, ...] = ("customer", "engineer", "salesman")
LinkState = Literal["active", "expired", "revoked"]

CODE_DIGITS = 6
SHORTEST_TOKEN, LONGEST_TOKEN = 20, 200
_token = re.compile(r"[A-Za-z0-9_-]+")

_ROBOTS = re.compile(
    r"bot\b|bot/|spider|crawl|slurp|preview|facebookexternalhit|whatsapp/|curl/|wget/|python|go-http|okhttp",
    re.IGNORECASE,
)
_SYSTEMS = (
    ("ipad", "iPad"),
    ("iphone", "iPhone"),
    ("harmonyos", "HarmonyOS"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os", "Mac"),
    ("linux", "Linux"),
)
_BROWSERS = (
    ("wxwork", "WeCom"),
    ("micromessenger", "WeChat"),
    ("dingtalk", "DingTalk"),
    ("alipayclient", "Alipay"),
    ("qq/", "QQ"),
    ("edg", "Edge"),
    ("firefox", "Firefox"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
ROBOT = "robot"


def make_token(secret: bytes, seed: str) -> str:
    """256 bits that only who has the secret can make again from the seed."""
    digest = hmac.digest(secret, f"link:{seed}".encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")


def make_code(secret: bytes, nonce: str) -> str:
    """Six digits, the same for the same nonce: a message that is sent again says the same."""
    digest = hmac.digest(secret, f"code:{nonce}".encode(), "sha256")
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def hash_of(text: str) -> str:
    """What is stored of a token, a browser's secret or an address."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def same(left: str, right: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing."""
    return hmac.compare_digest(left.encode("utf-8", "replace"), right.encode("utf-8", "replace"))


def is_token(text: str) -> bool:
    """Whether `text` could stand in the address of a link."""
    return SHORTEST_TOKEN <= len(text) <= LONGEST_TOKEN and _token.fullmatch(text) is not None


def recipient_key(role: str, person_id: str) -> str:
    """How a recipient is named in visits, feedback and notices."""
    return f"{role}:{person_id}"


def open_key(project_id: str, role: str, person_id: str) -> str:
    """What only one living link may have."""
    return hash_of(f"{project_id}\n{role}\n{person_id}")


def link_state(expires_at: datetime, revoked_at: datetime | None, now: datetime) -> LinkState:
    """Whether the link still leads anywhere."""
    if revoked_at is not None:
        return "revoked"
    return "active" if now < expires_at else "expired"


def may_be_minted(public_url: str | None) -> bool:
    """Links go out only where nobody on the way can read them: https, or this machine."""
    parts = urlsplit(public_url or "")
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and _is_loopback(parts.hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def device_of(user_agent: str) -> str:
    """`iPhone · WeChat`: enough to recognise one's own device, too little to follow anybody."""
    if not user_agent or _ROBOTS.search(user_agent):
        return ROBOT
    text = user_agent.lower()
    parts = [next((name for mark, name in marks if mark in text), "") for marks in (_SYSTEMS, _BROWSERS)]
    return " · ".join(part for part in parts if part) or "?"


def network_of(ip: str) -> str:
    """The network that an address belongs to: 256 neighbours of IPv4, a site of IPv6."""
    try:
        address = ip_address(ip)
    except ValueError:
        return "?"
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))  # noqa: PLR2004 - IPv4


@dataclass(frozen=True)
class Visit:
    """What a mark is made from."""

    step: str
    result: str
    network: str
    device: str


@dataclass(frozen=True)
class Marks:
    """How often a link was opened by its recipient, refused, and seen in other hands."""

    opened: int
    refused: int
    forwarded: int


PROVED = {("proof", "ok"), ("wechat", "ok"), ("view", "ok")}
REFUSED = {("proof", "wrong"), ("proof", "spent"), ("wechat", "other")}


def marks_of(visits: Iterable[Visit]) -> Marks:
    """The marks of one link, its visits in their order.

    Forwarded: a device that was refused, or that saw the link's first page and proved nothing although the
    recipient has proved himself elsewhere. Robots that look at links are nobody.
    """
    opened = refused = 0
    proved = False
    waiting: dict[tuple[str, str], bool] = {}
    for visit in visits:
        event, place = (visit.step, visit.result), (visit.network, visit.device)
        if event in PROVED:
            opened, proved = opened + (event == ("view", "ok")), True
            waiting.pop(place, None)
        elif event in REFUSED:
            refused += 1
            waiting[place] = True
        elif event == ("open", "page"):
            waiting.setdefault(place, False)
    return Marks(opened, refused, sum(was_refused or proved for was_refused in waiting.values()))
