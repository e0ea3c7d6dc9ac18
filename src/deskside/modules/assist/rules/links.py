"""Quick links: addresses with places for what is known of the account."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, quote, urlsplit

VARIABLES: dict[str, str] = {
    "acct_id": "账户号",
    "market": "市场",
    "business": "业务",
    "cn_num": "中国号码",
    "plan_id": "计划号",
    "userid": "坐席在 CRM 的编号",
}
"""What may stand in braces, and what it is."""

ALIASES = {"acct": "acct_id", "product": "business"}
PLACE = re.compile(r"\{(\w*)\}")
SCHEMES = ("http", "https")


class BadLinkError(ValueError):
    """An address that no panel would follow; the sentence says why."""


def check_url(url: str) -> None:
    """Raise BadLinkError for an unknown variable, a scheme other than http(s), a variable in the host."""
    for name in PLACE.findall(url):
        if ALIASES.get(name, name) not in VARIABLES:
            raise BadLinkError(f"unknown variable {{{name}}}; known: {', '.join(VARIABLES)}")
    if re.search(r"[{}]", PLACE.sub("", url)) or re.search(r"[\x00-\x20\\]", url):
        raise BadLinkError("braces hold a variable's name; no blank, backslash or control sign anywhere")
    parts = _split(PLACE.sub("x", url))
    if parts.scheme == "" and url.startswith("/") and not url.startswith("//"):
        return
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise BadLinkError("the address begins with http://, https:// or, on the CRM's own site, with /")
    if PLACE.search(_split(url).netloc):
        raise BadLinkError("a variable cannot be part of the host")


def _split(url: str) -> SplitResult:
    """The parts of an address; its port is a number that there can be."""
    try:
        parts = urlsplit(url)
        _ = PLACE.search(parts.netloc) or parts.port
    except ValueError as error:
        raise BadLinkError(f"this is no address: {error}") from error
    return parts


def fill_url(url: str, values: Mapping[str, str]) -> str | None:
    """The address with each variable percent-encoded; None when a value that it needs is not known."""
    named = {name: values.get(ALIASES.get(name, name), "") for name in PLACE.findall(url)}
    if not all(named.values()):
        return None
    return PLACE.sub(lambda place: quote(named[place[1]], safe=""), url)
