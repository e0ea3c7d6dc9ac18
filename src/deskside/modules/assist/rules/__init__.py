"""Decisions of assist, without database or clock."""

from deskside.modules.assist.rules.moments import kept_end, kept_moment, kept_start, parse_end, parse_moment
from deskside.modules.assist.rules.numbers import (
    LIST_NAME,
    LIST_TEXT,
    NumberSheet,
    collect_numbers,
    parse_number,
)
from deskside.modules.assist.rules.recurrence import NEVER_TICKED, Tick, already_holds, in_force, is_done
from deskside.modules.assist.rules.targets import (
    MARKETS,
    Businesses,
    Facts,
    Target,
    applies,
    find_business,
    parse_cn_num,
    parse_market,
    parse_markets,
    target_businesses,
)
from deskside.modules.assist.rules.titles import (
    Title,
    compose_title,
    normal_tag,
    normal_tags,
    parse_title,
)

__all__ = [
    "LIST_NAME",
    "LIST_TEXT",
    "MARKETS",
    "NEVER_TICKED",
    "Businesses",
    "Facts",
    "NumberSheet",
    "Target",
    "Tick",
    "Title",
    "already_holds",
    "applies",
    "collect_numbers",
    "compose_title",
    "find_business",
    "in_force",
    "is_done",
    "kept_end",
    "kept_moment",
    "kept_start",
    "normal_tag",
    "normal_tags",
    "parse_cn_num",
    "parse_end",
    "parse_market",
    "parse_markets",
    "parse_moment",
    "parse_number",
    "parse_title",
    "target_businesses",
]
