"""Rows of uploaded tables: what each cell means, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from deskside.kernel.spreadsheets import Cell, cell_text
from deskside.modules.assist.errors import wrong_field
from deskside.modules.assist.models import MAX_ACCT_ID, MAX_INT

Problem = Literal["not_a_number", "out_of_range", "twice"]
SENTENCES: Mapping[str, tuple[str, str]] = {
    "not_a_number": ("不是数字", "not a number"),
    "out_of_range": ("超出范围", "out of range"),
    "twice": ("重复", "given twice"),
    "plan_id": ("计划 ID 应为 1 至 2147483647 的整数", "plan_id is a whole number from 1 to 2147483647"),
    "plan_twice": ("计划 {0} 在第 {1} 行已出现", "plan {0} stands in row {1} already"),
    "missing": ("缺少 {0}", "{0} is missing"),
    "too_long": ("{0} 超过 {1} 个字符", "{0} has more than {1} characters"),
    "business": ("未知产品 {0}，已有: {1}", "unknown business {0}; known: {1}"),
    "gone": ("之后已被删除", "deleted since"),
    "edited": ("之后被修改过", "edited since"),
}
PLAN_COLUMNS = ("plan_id", "name", "contract", "business", "fee", "discount", "note")
NEEDED = ("plan_id", "name", "business")
LENGTHS = {"name": 255, "contract": 64, "fee": 255, "discount": 255, "note": 16_000}
HEADERS: Mapping[str, str] = {
    spelling: column
    for column, spellings in {
        "plan_id": "plan_id planid id 计划id 计划编号 计划号 编号",
        "name": "name plan_name planname 名称 计划名称 计划名 计划",
        "contract": "contract 合约 合约期 合同 合同期",
        "business": "business_name business businessname product 产品 产品名称 业务 业务名称",
        "fee": "fee fees price 费用 资费 价格 月费",
        "discount": "discount 优惠 折扣 优惠内容",
        "note": "note notes remark remarks 备注 说明",
    }.items()
    for spelling in spellings.split()
}


def say(language: str, problem: str, *facts: object) -> str:
    """The sentence for a person who reads Chinese (`zh`) or English."""
    chinese, english = SENTENCES[problem]
    return (chinese if language == "zh" else english).format(*facts)


@dataclass(frozen=True, slots=True)
class BadCell:
    """A row that was left out, by its number in the sheet."""

    place: int
    text: str
    problem: Problem


@dataclass(slots=True)
class AccountSlice:
    """Some of the accounts of a column, and the rows between them that were left out."""

    accounts: list[int] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.accounts) + len(self.bad)


def read_accounts(rows: Iterable[Sequence[Cell]], size: int) -> Iterator[AccountSlice]:
    """The accounts of column A, each once, `size` rows at a time.

    Empty cells are no rows; text in the first row is the header.
    """
    seen: set[int] = set()
    part = AccountSlice()
    for place, row in enumerate(rows, start=1):
        cell = row[0] if row else None
        # Most cells are numbers; those that are not go the longer way.
        found = cell if type(cell) is int and 0 < cell <= MAX_ACCT_ID else parse_acct_id(cell)
        if found is None:
            continue
        if isinstance(found, str):
            if place > 1 or found != "not_a_number" or not isinstance(cell, str):
                part.bad.append(BadCell(place, cell_text(cell)[:200], found))
        elif found in seen:
            part.bad.append(BadCell(place, str(found), "twice"))
        else:
            seen.add(found)
            part.accounts.append(found)
        if len(part.accounts) + len(part.bad) >= size:
            yield part
            part = AccountSlice()
    if part:
        yield part


def parse_acct_id(cell: Cell) -> int | Problem | None:
    """The id that a cell holds, or what is wrong with it; None for an empty one."""
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, (str, int)):
        return "not_a_number"
    if isinstance(cell, str):
        text = cell.strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            return "not_a_number"
        # 2^53 has 16 digits; longer texts need no conversion, which would take long.
        cell = int(text) if len(text.lstrip("0")) <= len(str(MAX_ACCT_ID)) else 0
    return cell if 1 <= cell <= MAX_ACCT_ID else "out_of_range"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a table of plans. `fields` has the columns that the table has; empty ones are None."""

    number: int
    fields: dict[str, str | None]


@dataclass(slots=True)
class PlanCheck:
    """Judges rows of one table; `known` are the names of products."""

    language: str
    known: Mapping[int, str]
    first: dict[int, int] = field(default_factory=dict)

    def problem(self, row: PlanRow) -> str | None:
        """What is wrong with the row, in words; None for a good one, whose plan is then taken."""
        fields = row.fields
        plan_id = parse_plan_id(fields.get("plan_id"))
        if plan_id is None:
            return say(self.language, "plan_id")
        if plan_id in self.first:
            return say(self.language, "plan_twice", plan_id, self.first[plan_id])
        for name in ("name", "business"):
            if not fields.get(name):
                return say(self.language, "missing", name)
        for name, longest in LENGTHS.items():
            if len(fields.get(name) or "") > longest:
                return say(self.language, "too_long", name, longest)
        if self.business(row) is None:
            return say(
                self.language, "business", fields["business"], ", ".join(sorted(self.known.values())) or "-"
            )
        self.first[plan_id] = row.number
        return None

    def business(self, row: PlanRow) -> str | None:
        """The product that the row means, as it is written here; None for an unknown one."""
        wanted = (row.fields.get("business") or "").casefold()
        return next((name for name in self.known.values() if name.casefold() == wanted), None)


def parse_plan_id(text: str | None) -> int | None:
    """The id that is written; None for none."""
    plain = (text or "").strip()
    if not (plain.isascii() and plain.isdigit()) or len(plain) > len(str(MAX_INT)):
        return None
    return int(plain) if 1 <= int(plain) <= MAX_INT else None


def read_plans(rows: Iterable[Sequence[Cell]]) -> Iterator[PlanRow]:
    """The rows that are not empty, by header where there is one that is known, else by position.

    Raise Invalid for a header whose order is another and that lacks a needed column.
    """
    columns: Sequence[str | None] = PLAN_COLUMNS
    for number, row in enumerate(rows, start=1):
        texts = [cell_text(cell).replace("\0", "").strip() for cell in row]
        if not any(texts):
            continue
        if number == 1 and (header := _header(texts)) is not None:
            columns = header
            continue
        padded = texts + [""] * (len(columns) - len(texts))
        fields = {name: text or None for name, text in zip(columns, padded, strict=False) if name}
        yield PlanRow(number, fields)


def _header(texts: Sequence[str]) -> Sequence[str | None] | None:
    """The columns that the first row names; None when it is no header."""
    named = [HEADERS.get(text.casefold().replace(" ", "")) for text in texts]
    found = [name for name in named if name]
    if set(NEEDED) <= set(found):
        return [name if name and name not in named[:place] else None for place, name in enumerate(named)]
    in_order = all(name in {None, *PLAN_COLUMNS[place : place + 1]} for place, name in enumerate(named))
    if not in_order:
        missing = ", ".join(name for name in NEEDED if name not in found)
        raise wrong_field("file", f"the header has no column for: {missing}")
    return None if texts[0].isdigit() else PLAN_COLUMNS
