"""Grades: which of them a text of the vendor means."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deskside.modules.calls.schemas.grades import Grade

_before = r"(?<![\d.])"


def default_grades() -> list[Grade]:
    """The grades before anybody edited them."""
    nine = Grade(
        code="9", label="9元", price="9.00", colour="#d97706", equals=["9"], contains=["9元"], success=True
    )
    one = Grade(
        code="1", label="1元", price="1.00", colour="#2563eb", equals=["1"], contains=["1元"], success=True
    )
    return [nine, one]


class Judge:
    """Finds the grade of a text; the first rule that fits counts. Remembers, as texts are few."""

    def __init__(self, grades: Sequence[Grade]) -> None:
        self.grades = tuple(grades)
        self._known: dict[str, Grade | None] = {}
        self._rules = [(grade, frozenset(grade.equals), _pattern(grade.contains)) for grade in grades]

    def grade_of(self, text: str) -> Grade | None:
        """The grade; None where no rule fits."""
        if text not in self._known:
            self._known[text] = self._find(text.strip())
        return self._known[text]

    def _find(self, text: str) -> Grade | None:
        for grade, equals, contains in self._rules:
            if text in equals or (contains is not None and contains.search(text)):
                return grade
        return None


def _pattern(parts: Iterable[str]) -> re.Pattern[str] | None:
    """A part that begins with a digit is not the end of a longer number: 19元 and 0.9元 hold no 9元."""
    found = [f"{_before if part[:1].isdigit() else ''}{re.escape(part)}" for part in parts if part]
    return re.compile("|".join(found)) if found else None


@dataclass(frozen=True)
class Graded:
    """Counts by the code of the grade; `success` are those of grades marked so."""

    by_code: Mapping[str, int]
    success: int


def count_grades(counts: Mapping[str, int], judge: Judge) -> Graded:
    """What counts by text mean."""
    by_code = {grade.code: 0 for grade in judge.grades}
    success = 0
    for text, count in counts.items():
        grade = judge.grade_of(text)
        if grade is not None:
            by_code[grade.code] += count
            success += count if grade.success else 0
    return Graded(by_code, success)
