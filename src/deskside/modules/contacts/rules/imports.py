"""Rows of uploaded tables of customers: what each cell means, and what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from deskside.kernel.spreadsheets import Cell, cell_text
from deskside.modules.contacts.errors import wrong_field
from deskside.modules.contacts.rules.washing import wash
from deskside.modules.contacts.schemas.fields import (
    LENGTHS,
    MAX_COMMENT,
    email_address,
    storable,
    web_address,
)

COLUMNS = (
    "name", "email", "importance", "company", "country", "address", "phone", "website", "comment",
    "last_contact_date", "valid",
)  # fmt: skip
CHINESE = (
    "联系人",
    "邮箱",
    "客户评级",
    "公司",
    "国家",
    "地址",
    "电话",
    "网站",
    "备注",
    "最近联系时间",
    "有效性",
)
ENGLISH = (
    "Name", "Email", "Importance", "Company", "Country", "Address", "Phone", "Website", "Comment",
    "Last_contact_date", "Valid",
)  # fmt: skip
ALSO = {
    "姓名": "name", "客户姓名": "name", "邮件": "email", "邮箱地址": "email", "电子邮箱": "email",
    "e-mail": "email",
    "评级": "importance", "公司名": "company", "公司名称": "company", "手机": "phone", "联系电话": "phone",
    "网址": "website", "lastcontactdate": "last_contact_date", "最近联系": "last_contact_date",
}  # fmt: skip
VALIDITY = {
    "0": 0, "1": 1, "2": 2, "无效": 0, "有效": 1, "未确认": 2, "待确认": 2,
    "invalid": 0, "valid": 1, "unconfirmed": 2,
}  # fmt: skip
SENTENCES: Mapping[str, tuple[str, str]] = {
    "no_email": ("缺少邮箱", "the e-mail address is missing"),
    "email": ("邮箱 {0} 不是邮箱地址", "{0} is no e-mail address"),
    "too_long": ("{0} 超过 {1} 个字符", "{0} has more than {1} characters"),
    "importance": ("客户评级 {0} 应为 0 至 5 的整数", "importance {0} is no whole number from 0 to 5"),
    "valid": ("有效性 {0} 应为 0（无效）、1（有效）或 2（未确认）", "valid {0} is none of 0, 1, 2"),
    "date": ("最近联系时间 {0} 不是日期，如 2026-11-22 10:30", "{0} is no date like 2026-11-22 10:30"),
    "website": (
        "网站 {0} 应以 http:// 或 https:// 开头",
        "website {0} does not begin with http:// or https://",
    ),
    "character": ("{0} 含有无法保存的字符", "{0} holds a character that cannot be stored"),
    "binned": ("客户在回收站中，请先恢复", "the customer is in the recycle bin: restore it first"),
    "elsewhere": ("邮箱属于其他部门的客户", "the address is a customer's of another department"),
    "several": ("这些邮箱属于不同的客户", "the addresses are those of different customers"),
}
_between = re.compile(r"[,，、;；\s]+")
_header_signs = re.compile(r"[\s_]+")
_day = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def say(language: str, problem: str, *facts: object) -> str:
    """The sentence for a person who reads Chinese (`zh`) or English."""
    chinese, english = SENTENCES[problem]
    return (chinese if language == "zh" else english).format(*facts)


def _plain(header: str) -> str:
    return _header_signs.sub("", header.strip().casefold())


HEADERS: Mapping[str, str] = {
    **{_plain(name): column for name, column in ALSO.items()},
    **{_plain(name): column for name, column in zip(CHINESE, COLUMNS, strict=True)},
    **{_plain(name): column for name, column in zip(ENGLISH, COLUMNS, strict=True)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column each place is, and the headers that were not understood."""

    columns: Sequence[str | None]
    ignored: Sequence[str]
    first: int


@dataclass(slots=True)
class Wish:
    """What a row asks for one customer: `fields` has its non-empty cells. `problem` says why it cannot be."""

    number: int
    emails: list[str]
    fields: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is to be read."""

    language: str
    zone: ZoneInfo
    together: bool = False
    mapping: Sequence[str | None] | None = None


def layout_of(texts: Sequence[str], mapping: Sequence[str | None] | None) -> Layout:
    """By the mapping that was given, by header, or by position. Raise Invalid for a header without e-mail."""
    named = [HEADERS.get(_plain(text)) for text in texts]
    is_header = any(named) and not any("@" in text for text in texts)
    if mapping is not None:
        return Layout(mapping, [], 1 if is_header else 0)
    if not is_header:
        return Layout(COLUMNS, [], 0)
    if "email" not in named:
        raise wrong_field("file", "the header has no column 邮箱 or Email")
    once = [name if name and name not in named[:place] else None for place, name in enumerate(named)]
    ignored = [text for text, name in zip(texts, once, strict=True) if text and name is None]
    return Layout(once, ignored, 1)


def texts_of(row: Sequence[Cell]) -> list[str]:
    """The cells as a person would type them."""
    return [cell_text(cell).strip() for cell in row]


def read_wishes(
    rows: Iterable[Sequence[Cell]], reading: Reading, tell: Callable[[Layout], None]
) -> Iterator[Wish]:
    """What the rows that are not empty ask for; `tell` hears how the columns are understood."""
    layout: Layout | None = None
    for number, row in enumerate(rows, start=1):
        texts = texts_of(row)
        if not any(texts):
            continue
        if layout is None:
            layout = layout_of(texts, reading.mapping)
            tell(layout)
            if layout.first:
                continue
        cells = {name: text for name, text in zip(layout.columns, texts, strict=False) if name and text}
        yield from _of_row(number, cells, reading)


def _of_row(number: int, cells: Mapping[str, str], reading: Reading) -> Iterator[Wish]:
    emails = [part for part in _between.split(cells.get("email", "")) if part]
    given = {name: text for name, text in cells.items() if name != "email"}
    try:
        fields = {name: _value(name, text, reading) for name, text in given.items()}
        problem = None
    except ValueError as error:
        fields, problem = {"name": given.get("name", "")[:128]}, str(error)
    if not emails:
        yield Wish(number, [""], fields, problem or say(reading.language, "no_email"))
    elif reading.together:
        bad = next((one for one in (_bad_email(email, reading) for email in emails) if one), None)
        yield Wish(number, emails, fields, problem or bad)
    else:
        for email in emails:
            yield Wish(number, [email], dict(fields), problem or _bad_email(email, reading))


def _bad_email(email: str, reading: Reading) -> str | None:
    if len(email) > LENGTHS["email"]:
        return say(reading.language, "too_long", _label("email", reading), LENGTHS["email"])
    try:
        email_address(email)
    except ValueError:
        return say(reading.language, "email", email[:80])
    return None


def _label(name: str, reading: Reading) -> str:
    return (CHINESE if reading.language == "zh" else ENGLISH)[COLUMNS.index(name)]


def _value(name: str, text: str, reading: Reading) -> Any:
    """What the cell means. Raise ValueError with the sentence that says what is wrong."""
    language = reading.language
    try:
        storable(text)
    except ValueError:
        raise ValueError(say(language, "character", _label(name, reading))) from None
    if name == "importance":
        return _number(text, {str(one): one for one in range(6)}, say(language, "importance", text[:20]))
    if name == "valid":
        return _number(text.casefold(), VALIDITY, say(language, "valid", text[:20]))
    if name == "last_contact_date":
        return _moment(text, reading)
    if name == "comment":
        return _fitting(wash(text), MAX_COMMENT, name, reading)
    if name == "website":
        return _fitting(_web(text, language), LENGTHS[name], name, reading)
    return _fitting(text, LENGTHS[name], name, reading)


def _number(text: str, known: Mapping[str, int], sentence: str) -> int:
    if text not in known:
        raise ValueError(sentence)
    return known[text]


def _web(text: str, language: str) -> str:
    try:
        return web_address(text)
    except ValueError:
        raise ValueError(say(language, "website", text[:80])) from None


def _fitting(text: str, longest: int, name: str, reading: Reading) -> str:
    if len(text) > longest:
        raise ValueError(say(reading.language, "too_long", _label(name, reading), longest))
    return text


def _moment(text: str, reading: Reading) -> datetime:
    try:
        found = _day.fullmatch(text)
        if found is None:
            moment = datetime.fromisoformat(text)
        else:
            parts = [int(part or 0) for part in found.groups()]
            moment = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - given its zone below
        return moment if moment.tzinfo else moment.replace(tzinfo=reading.zone)
    except (ValueError, OverflowError):
        raise ValueError(say(reading.language, "date", text[:40])) from None
