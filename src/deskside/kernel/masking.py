"""How phone numbers are shown to people who may not see them: `139****5678`."""

import re

STARS = "****"
MOBILE_DIGITS = 11
FOREIGN_PREFIX_DIGITS = 2

_masked = re.compile(r"\+?\d{0,4}\*{4}\d{0,4}")
_home_prefix = re.compile(r"(?:\+|00)?86(?=1\d{10}$)")
_separators = re.compile(r"[\s().\-]+")
_phone = re.compile(
    r"(?<!\d)(?:"
    r"(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
    r"|\+\d(?:[ -]?\d){7,14}"
    r"|\(?0\d{2,3}\)?[ -]\d{7,8}"
    r"|0\d{9,11}"
    r")(?!\d)"
)
# How many digits stay visible at each end, by the length of the number; at least four never do.
_SHOWN = {5: (0, 1), 6: (0, 1), 7: (1, 2), 8: (2, 2), 9: (2, 2), 10: (2, 4)}


def mask_phone(phone: str) -> str:
    """`13912345678` as `139****5678`; the prefix of mainland China goes, area codes and `+` stay.

    Masking twice changes nothing. What is too short to be a number is hidden whole; nothing stays nothing.
    """
    text = _separators.sub("", phone)
    if not text or _masked.fullmatch(text):
        return text
    text = _home_prefix.sub("", text)
    digits = "".join(char for char in text if char.isdigit())
    plus = "+" if text.startswith("+") else ""
    head, tail = _ends(digits, foreign=bool(plus))
    return f"{plus}{digits[:head]}{STARS}{digits[len(digits) - tail :]}"


def _ends(digits: str, *, foreign: bool) -> tuple[int, int]:
    if len(digits) < MOBILE_DIGITS:
        return _SHOWN.get(len(digits), (0, 0))
    if foreign:
        return FOREIGN_PREFIX_DIGITS, 4
    return (4 if digits[0] == "0" and digits[1] not in "12" else 3), 4


def mask_in_text(text: str) -> str:
    """`text` with each phone number in it masked: mobiles, numbers with `+`, numbers with an area code."""
    return _phone.sub(lambda match: mask_phone(match.group()), text)
