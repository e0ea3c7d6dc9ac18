"""Which grade a text of the vendor means."""

import pytest

from deskside.modules.calls.rules.grades import Judge, count_grades, default_grades


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9", "9"), (" 9 ", "9"), ("9元", "9"), ("意向9元", "9"), ("A 9元/月", "9"), ("1", "1"), ("1元", "1"),
        ("19元", None), ("0.9元", None), ("29元", None), ("0.1元", None), ("21元", None), ("99", None),
        ("", None), ("未接受", None), ("9.0", None), ("19元或9元", "9"),
    ],
)  # fmt: skip
def test_nine_and_one_yuan_are_no_part_of_a_longer_number(text: str, code: str | None) -> None:
    grade = Judge(default_grades()).grade_of(text)
    assert (grade.code if grade else None) == code


def test_only_grades_marked_as_success_count_as_success() -> None:
    grades = default_grades()
    grades[1] = grades[1].model_copy(update={"success": False})
    graded = count_grades({"9元": 3, "1元": 4, "x": 5}, Judge(grades))
    assert (dict(graded.by_code), graded.success) == ({"9": 3, "1": 4}, 3)
