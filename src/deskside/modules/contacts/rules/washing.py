"""HTML that people write or send, made harmless: an allow-list of tags, then one of schemes."""

import html
import re

import nh3

TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol",
    "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}
_scheme = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_ignored = re.compile(r"[\x00-\x20\x7f-\xa0]+")
_break = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-4]|hr|/blockquote|/pre)\b[^>]*>", re.IGNORECASE)


def wash(text: str) -> str:
    """`text` as harmless HTML; washing twice changes nothing. Lines of text without tags stay lines."""
    washed = nh3.clean(
        text.replace("\r\n", "\n"),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_harmless,
        link_rel="noopener noreferrer",
        strip_comments=True,
    ).strip()
    return washed if "<" in washed else washed.replace("\n", "<br>")


def _harmless(_tag: str, attribute: str, value: str) -> str | None:
    """The second look: a link has a scheme, and it is one of three."""
    if attribute != "href":
        return value
    found = _scheme.match(_ignored.sub("", value))
    return value if found is not None and found[1].lower() in SCHEMES else None


def plain_text(washed: str, longest: int | None = None) -> str:
    """What washed HTML says, without tags."""
    # Nearly all of a long comment is read to show its first line otherwise.
    part = washed if longest is None else washed[: longest * 8]
    bare = nh3.clean(_break.sub("\n", part), tags=set())
    return html.unescape(bare).strip()[:longest]
