"""What a coach can do, from the one text field that the warehouse has for it."""

import json
import re

_between = re.compile(r"[,，、;；|]")


def read_skills(text: str | None) -> list[str]:
    """`中八、斯诺克` or `["中八"]` as a list without empty or doubled entries."""
    if not text:
        return []
    parts = _json_list(text) or _between.split(text)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _json_list(text: str) -> list[str] | None:
    try:
        found: object = json.loads(text)
    except ValueError:
        return None
    return [str(part) for part in found] if isinstance(found, list) else None
