"""The filter of the rating column: `3`, `>=3`, `<2`."""

import re
from typing import Literal

from deskside.modules.contacts.errors import bad_importance

Sign = Literal["=", ">", ">=", "<", "<="]
SIGNS: dict[str, Sign] = {"": "=", "=": "=", "==": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
TYPED = str.maketrans({"≥": ">=", "≤": "<=", "＞": ">", "＜": "<", "＝": "="})
_filter = re.compile(r"\s*(==|>=|<=|=|>|<|)\s*([0-5])\s*")


def parse_importance(text: str) -> tuple[Sign, int]:
    """The sign and the rating. Raise BadRequest for anything else."""
    found = _filter.fullmatch(text.translate(TYPED))
    if found is None:
        raise bad_importance(text)
    return SIGNS[found[1]], int(found[2])
