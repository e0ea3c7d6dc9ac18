"""Numbers as they are compared, whoever wrote them down."""

import re
import unicodedata

PHONE_DIGITS = 32
SHORTEST_AREA = 10
HOME = "86"
_home_mobile = re.compile(r"1[3-9]\d{9}")


def phone_key(phone: str) -> str:
    """A number as E.164 without its plus, as far as it can be told; letters and signs go. Empty for none."""
    text = unicodedata.normalize("NFKC", phone).strip()
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if text.startswith("+"):
        found = digits
    elif digits.startswith("00"):
        found = digits[2:]
    elif _home_mobile.fullmatch(digits):
        found = f"{HOME}{digits}"
    elif digits.startswith("0") and len(digits) >= SHORTEST_AREA:
        found = f"{HOME}{digits[1:]}"
    else:
        found = digits
    return found[:PHONE_DIGITS]
