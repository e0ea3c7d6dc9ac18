"""What somebody typed to find a person by."""

import re
from typing import NamedTuple

MOST_ID = 2**63 - 1
TAIL, WHOLE = 4, 11
_separators = re.compile(r"[\s\-]+")


class Wanted(NamedTuple):
    """Part of a name, and, if it is a number: an id, the end of a phone number, a whole one."""

    name: str
    number: int | None = None
    phone_end: str | None = None
    phone: str | None = None


def read_wanted(text: str) -> Wanted:
    """How to look for `text`.

    A phone number is found by its last four digits, which everybody sees, or whole: by any other part
    somebody could try out, digit by digit, what the mask hides.
    """
    name = text.strip()
    digits = _separators.sub("", name)
    if not (digits.isascii() and digits.isdigit()):
        return Wanted(name)
    number = int(digits)
    return Wanted(
        name,
        number if number <= MOST_ID and digits[0] != "0" else None,
        digits if len(digits) == TAIL else None,
        digits if len(digits) >= WHOLE else None,
    )
