"""What tests of the club's pages look at them with."""

import re
from decimal import Decimal

from playwright.sync_api import Locator, Page

PHONE = (390, 844)


def fen(text: str) -> int:
    return int(Decimal(re.sub(r"[^\d.-]", "", text)) * 100)


def part(page: Page, name: str) -> Locator:
    return page.get_by_test_id(f"part-{name}")


def fits(page: Page) -> bool:
    """Nothing is wider than the phone."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
