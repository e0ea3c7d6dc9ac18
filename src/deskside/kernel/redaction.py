"""What logs must not say: secrets by the name they go by, secrets and phone numbers by how they look."""

import re
from collections.abc import Callable, Iterable, Mapping

from deskside.kernel.masking import mask_in_text, mask_phone

REDACTED = "[redacted]"
LONGEST_TEXT = 16_000
DEEPEST = 8

_NAMES = (
    r"pass(?:word|wd|phrase|code)|pwd|secret|token|authorization|cookie|credential|otp"
    r"|(?:api|access|private|signing|encryption|session)[_\- ]?(?:key|id)|密码|口令|令牌"
)
_secret_key = re.compile(_NAMES, re.IGNORECASE)
_phone_key = re.compile(r"phone|mobile|cn_num|(?:^|_)tel(?:$|_)|手机|电话", re.IGNORECASE)
_about_a_secret = re.compile(r"(?:_id|_ids|_count|_at|_days|_name)$", re.IGNORECASE)

_QUOTED = r"""\\*"(?:[^"\\]|\\[^"])*\\*"|\\*'(?:[^'\\]|\\[^'])*\\*'"""
_SEPARATOR = r"""(?:\\*["'])?\s*(?:[:=]|(?<=["']),)\s*b?"""
_by_look: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\Z)", re.DOTALL), REDACTED),
    (re.compile(r"""://[^\s/?#"'<>]*@"""), f"://{REDACTED}@"),
    (
        re.compile(
            rf"((?:cookie|authorization){_SEPARATOR})(?:{_QUOTED}|[^\r\n\"']+)",
            re.IGNORECASE,
        ),
        rf"\1{REDACTED}",
    ),
    (re.compile(r"\b(bearer|basic|digest)\s+[A-Za-z0-9._~+/=\-]{6,}", re.IGNORECASE), rf"\1 {REDACTED}"),
    (re.compile(r"dsk_[A-Za-z0-9_\-]+"), REDACTED),
    (re.compile(r"eyJ[\w\-]{6,}\.[\w\-]+\.[\w\-]*"), REDACTED),
    (
        re.compile(
            rf"((?:{_NAMES})[\w\-]{{0,40}}{_SEPARATOR})(?:{_QUOTED}|[^\s,;&\"'}}\])]+)",
            re.IGNORECASE,
        ),
        rf"\1{REDACTED}",
    ),
]


def redact_text(text: str) -> str:
    """`text` without secrets and with masked phones; the end of a very long one is dropped."""
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT]}… ({len(text)} characters)"
    for pattern, replacement in _by_look:
        text = pattern.sub(replacement, text)
    return mask_in_text(text).encode("utf-8", "backslashreplace").decode()


def redact(value: object, depth: int = 0) -> object:
    """`value` as plain JSON types, without what must not be said."""
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        shown = mask_in_text(str(value))
        return value if shown == str(value) else shown
    if depth >= DEEPEST:
        return "…"
    for kind, render in _RENDER:
        if isinstance(value, kind):
            return render(value, depth)
    return redact_text(str(value))


def redact_item(key: str, value: object, depth: int = 0) -> object:
    """What may be shown under `key`."""
    if value is None or isinstance(value, bool):
        return value
    if _secret_key.search(key) and (isinstance(value, str) or not _about_a_secret.search(key)):
        return REDACTED
    if _phone_key.search(key) and isinstance(value, (str, int)):
        return mask_phone(str(value))
    return redact(value, depth)


def _mapping(value: Mapping[object, object], depth: int) -> object:
    return {redact_text(str(key)): redact_item(str(key), item, depth + 1) for key, item in value.items()}


def _many(value: Iterable[object], depth: int) -> object:
    return [redact(item, depth + 1) for item in value]


_RENDER: list[tuple[type | tuple[type, ...], Callable[..., object]]] = [
    (str, lambda value, _depth: redact_text(value)),
    (bytes, lambda value, _depth: redact_text(value.decode("utf-8", "backslashreplace"))),
    (Mapping, _mapping),
    ((list, tuple, set, frozenset), _many),
]
