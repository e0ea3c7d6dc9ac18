"""Who plays and who coaches in the demo club."""

from datetime import date
from typing import NamedTuple

DEMO_SITE = "1001"
FIRST_MEMBER = 7001
SURNAMES = "林陈黄张李王吴刘蔡杨许郑谢郭洪曾周叶"
GIVEN = ("晓雯", "志远", "雅婷", "建国", "思琪", "子涵", "俊杰", "美玲", "浩然", "佳怡")
MEMBER_LEVELS = ("普卡", "银卡", "金卡", "钻卡")
MEMBERS = 40


class Coach(NamedTuple):
    """A coach; `base` and `bonus` are yuan per hour of 基础课 and 激励课."""

    id: int
    name: str
    level: str
    skills: str
    hired: date
    base: int
    bonus: int


COACHES = (
    Coach(501, "孙悦", "星级", "中式八球、斯诺克", date(2020, 2, 29), 128, 190),
    Coach(502, "何静", "高级", "中式八球、九球", date(2021, 6, 1), 108, 170),
    Coach(503, "唐倩", "高级", "斯诺克", date(2022, 11, 23), 108, 170),
    Coach(504, "方琳", "中级", "九球、花式", date(2023, 11, 22), 98, 150),
    Coach(505, "苏敏", "中级", "中式八球", date(2024, 3, 15), 98, 150),
    Coach(506, "罗薇", "初级", "中式八球", date(2026, 5, 6), 88, 130),
)


ACCOUNTS = {1001: 7029, 1002: 7015, 1003: 7009}
"""Accounts of the demo CRM whose holders are members."""


def member_ids() -> range:
    return range(FIRST_MEMBER, FIRST_MEMBER + MEMBERS)


def member_name(member_id: int) -> str:
    index = member_id - FIRST_MEMBER
    return SURNAMES[index % len(SURNAMES)] + GIVEN[index * 3 % len(GIVEN)]


def relation(member_id: int, coach_id: int) -> float | None:
    """How close they are, in tenths; None: they never met."""
    tenths = (member_id * 3 + coach_id * 5) % 14
    return None if tenths > 10 else tenths / 10  # noqa: PLR2004 - three of fourteen never met
