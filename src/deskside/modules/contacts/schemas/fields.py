"""Bounded types of fields, by the document's lengths."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

MAX_COMMENT = 20_000
MOST_OTHERS = 20
CUSTOMER_COLUMNS = (
    "name", "email", "importance", "company", "country", "address", "phone", "website", "comment",
)  # fmt: skip
LENGTHS = {
    "name": 128, "email": 256, "company": 128, "country": 30, "address": 256, "phone": 30, "website": 256,
}  # fmt: skip
_email = re.compile(r"[^\s@,;，；、<>()\[\]\"\\]+@[^\s@,;，；、<>()\[\]\"\\]+")
_domain = re.compile(
    r"[a-z0-9\u00a1-\U0010ffff]([a-z0-9.\-\u00a1-\U0010ffff]{0,251}[a-z0-9\u00a1-\U0010ffff])?(:\d+)?(/.*)?",
    re.IGNORECASE,
)
_unstorable = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text itself. Raise ValueError for what no database holds."""
    if _unstorable.search(text):
        raise ValueError("holds a character that cannot be stored; type it again")
    return text


def email_address(text: str) -> str:
    """The address itself. Raise ValueError for what is none."""
    if _email.fullmatch(storable(text)) is None:
        raise ValueError("is no e-mail address; write one like name@example.com")
    return text


def web_address(text: str) -> str:
    """An http or https address, http:// put before a bare domain; nothing for nothing. Raise ValueError."""
    plain = storable(text).strip()
    if not plain:
        return ""
    lower = plain.lower()
    if lower.startswith(("http://", "https://")) and not re.search(r"\s", plain):
        return plain
    if ":" not in plain.split("/", 1)[0].rsplit(":", 1)[0] and "." in plain and _domain.fullmatch(plain):
        return f"http://{plain}"
    raise ValueError("is no web address; write one that begins with http:// or https://")


def _fits(text: str) -> str:
    if len(text) > LENGTHS["website"]:
        raise ValueError("has more than 256 characters")
    return text


Text = AfterValidator(storable)
Name = Annotated[str, Field(max_length=128), Text]
Email = Annotated[str, Field(min_length=3, max_length=256), AfterValidator(email_address)]
Importance = Annotated[int, Field(ge=0, le=5)]
Company = Annotated[str, Field(max_length=128), Text]
Country = Annotated[str, Field(max_length=30), Text]
Address = Annotated[str, Field(max_length=256), Text]
Phone = Annotated[str, Field(max_length=30), Text]
Website = Annotated[str, Field(max_length=256), AfterValidator(web_address), AfterValidator(_fits)]
Comment = Annotated[str, Field(max_length=200_000, description="HTML; washed, then 20,000 at most"), Text]
Reason = Annotated[str, Field(min_length=1, max_length=200), Text]
Valid = Literal[0, 1, 2]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Ids = Annotated[list[Id], Field(min_length=1, max_length=1_000)]
ContactSource = Literal["mail", "call", "visit", "import", "manual", "other"]
