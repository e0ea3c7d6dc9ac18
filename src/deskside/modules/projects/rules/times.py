"""How times are written: one formatter for pages, messages and exports."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from deskside.modules.projects.rules.types import Language
from deskside.modules.projects.settings import TimeDisplay

MINUTE, HOUR, DAY = 60, 3600, 86_400
_tokens = re.compile(r"YYYY|YY|MM|DD|HH|mm|ss|M|D|H|m|s")


@dataclass(frozen=True)
class Times:
    """The formatter, made from what is set."""

    display: TimeDisplay

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which times are shown."""
        return ZoneInfo(self.display.timezone)

    def text(self, moment: datetime | None, kind: str) -> str:
        """A moment as projects of this type show it; empty for none. Presale follows orders."""
        after = kind == "aftersales"
        pattern = self.display.aftersales_time_format if after else self.display.sales_time_format
        return "" if moment is None else written(moment.astimezone(self.zone), pattern)

    def payment(self, moment: datetime | None, kind: str) -> str:
        """When it was paid; empty where the site does not show it."""
        return self.text(moment, kind) if self.display.show_payment_time else ""


def written(moment: datetime, pattern: str) -> str:
    """`YYYY-MM-DD HH:mm` and the like."""
    parts = {
        "YYYY": f"{moment.year:04d}",
        "YY": f"{moment.year % 100:02d}",
        "MM": f"{moment.month:02d}",
        "M": str(moment.month),
        "DD": f"{moment.day:02d}",
        "D": str(moment.day),
        "HH": f"{moment.hour:02d}",
        "H": str(moment.hour),
        "mm": f"{moment.minute:02d}",
        "m": str(moment.minute),
        "ss": f"{moment.second:02d}",
        "s": str(moment.second),
    }
    return _tokens.sub(lambda match: parts[match.group()], pattern)


def age_text(seconds: float, language: Language = "zh") -> str:
    """刚刚, 5分钟前, 2小时前, 3天前."""
    whole = max(0, int(seconds))
    if whole < MINUTE:
        return "刚刚" if language == "zh" else "just now"
    for size, zh, en in ((DAY, "天", "day"), (HOUR, "小时", "hour"), (MINUTE, "分钟", "minute")):
        count = whole // size
        if count:
            return f"{count}{zh}前" if language == "zh" else f"{count} {en}{'s' if count > 1 else ''} ago"
    return ""
