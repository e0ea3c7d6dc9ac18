"""Reading the CRM's answers by a site profile, exactly as the panel does."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

BLANKS = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What JavaScript trims; Python's own idea of blanks is another one."""
LEAST_POWER, POWERS = -6, 21
"""Powers of ten from and below which JavaScript writes a number without an exponent."""
ROWS = {"accounts": "rows", "tickets": "rows"}
NO_PATHS = {("tags", "separator"), ("tickets", "endpoint"), ("tickets", "pageSize")}


@dataclass(frozen=True)
class Reading:
    """One field of one answer. `value` None: nothing lies at `path`."""

    part: str
    field: str
    path: str
    value: str | None


def select(value: object, path: str) -> list[object]:
    """Every value at `path`, as `list[].BusinessAccountList.list[]`: `[]` opens a list, a dot a field."""
    found: list[object] = [value]
    for step in path.split("."):
        name = step.removesuffix("[]")
        found = [item.get(name) if isinstance(item, dict) else None for item in found]
        if step.endswith("[]"):
            found = [one for item in found if isinstance(item, list) for one in item]
    return [item for item in found if item is not None]


def text_at(value: object, path: str) -> str | None:
    """The first value at `path` as trimmed text; None for anything but text and numbers."""
    first = next(iter(select(value, path)), None)
    if isinstance(first, str):
        return first.strip(BLANKS)
    if isinstance(first, bool) or not isinstance(first, (int, float)):
        return None
    return _number_text(first)


def _number_text(number: float) -> str:
    """As JavaScript writes it, who knows no number but a double: 1e21 is `1e+21`, 2^53 + 1 is 2^53."""
    try:
        double = float(number)
    except OverflowError:
        double = math.copysign(math.inf, number)
    if not math.isfinite(double):
        return "-Infinity" if double < 0 else "Infinity"
    shortest = Decimal(repr(double)).normalize() if double else Decimal(0)
    return format(shortest, "f" if LEAST_POWER <= shortest.adjusted() < POWERS else "e")


def payload_of(answer: object, root: str) -> object:
    """What lies under `root`, be it an object or JSON in text."""
    inner = answer.get(root) if isinstance(answer, dict) else None
    if inner is None:
        return answer
    if isinstance(inner, str) and inner.lstrip(BLANKS).startswith(("[", "{")):
        return json.loads(inner, parse_constant=_refuse)
    return inner


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def read_part(part: str, paths: Mapping[str, object], answer: object, root: str) -> list[Reading]:
    """What the profile's `paths` of `part` find in an answer; of a list, in its first row."""
    payload = payload_of(answer, root)
    readings = []
    if part in ROWS:
        rows_path = str(paths["rows"])
        rows = select(payload, rows_path)
        readings.append(Reading(part, "rows", rows_path, str(len(rows)) if rows else None))
        payload = rows[0] if rows else None
    for field, path in paths.items():
        if field != "rows" and (part, field) not in NO_PATHS:
            readings.append(Reading(part, field, str(path), text_at(payload, str(path))))
    return readings
