"""Demo data of calls: sixty days of an outbound campaign, the same each time they are asked for."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.site import Site
from deskside.modules.calls.rules.tally import Hours, Tally
from deskside.modules.calls.schemas.vendor import Call, SyncType, VendorStat
from deskside.modules.calls.service.counting import Counted, store_day, store_tasks
from deskside.modules.calls.service.keeping import next_mark, store_calls
from deskside.modules.calls.settings import CallsSettings

DAYS = 60
SYNCED_BY: SyncType = "t10"
NEVER_SYNCED = 45
"""So many days ago lies a day that nobody synced, to show what that looks like."""
WEEKDAY_CALLS, WEEKEND_CALLS = 1_050, 420
AGENTS = ("王芳", "李强", "张敏", "刘洋", "陈静", "杨磊", "赵雪", "黄伟", "周婷", "吴昊", "徐丽", "孙鹏")
TASKS = ("宽带续约回访", "会员年费提醒", "新套餐邀约", "沉默客户唤醒", "满意度回访")
CITIES = (
    ("广东", "广州"), ("广东", "深圳"), ("浙江", "杭州"), ("江苏", "南京"),
    ("四川", "成都"), ("湖北", "武汉"), ("北京", "北京"), ("上海", "上海"),
)  # fmt: skip
HANGUPS = ("无人接听", "用户正忙", "关机", "空号")
BUSY_HOURS = (9, 9, 10, 10, 10, 11, 11, 13, 14, 14, 15, 15, 16, 16, 17, 18, 19, 19, 20)


def demo_calls(day: date, zone: ZoneInfo) -> list[Call]:
    """Every call of a day, by time."""
    chance = random.Random(f"calls {day}")  # noqa: S311 - the same data each time is the point
    usual = WEEKDAY_CALLS if day.weekday() < 5 else WEEKEND_CALLS  # noqa: PLR2004 - Saturday
    count = usual + chance.randrange(-60, 61)
    moments = sorted(_moment(day, zone, chance) for _ in range(count))
    return [_call(day, number, moment, chance) for number, moment in enumerate(moments, 1)]


def _moment(day: date, zone: ZoneInfo, chance: random.Random) -> int:
    hour, minute, second = chance.choice(BUSY_HOURS), chance.randrange(60), chance.randrange(60)
    return round(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone).timestamp())


def _call(day: date, number: int, moment: int, chance: random.Random) -> Call:
    agent, task = chance.randrange(len(AGENTS)), chance.randrange(len(TASKS))
    answered = chance.random() < 0.42 + agent * 0.01
    province, city = chance.choice(CITIES)
    return Call(
        record_id=f"{day:%Y%m%d}{number:06d}",
        called_at=moment,
        seconds=chance.randrange(8, 300) if answered else 0,
        answered=answered,
        phone=f"1{chance.choice('3578')}{chance.randrange(10**9):09d}",
        grade=_grade(agent, chance) if answered else "",
        agent_id=f"80{agent + 1:02d}",
        agent_name=AGENTS[agent],
        task_id=f"{task + 301}",
        task_name=TASKS[task],
        hangup="正常挂机" if answered else chance.choice(HANGUPS),
        province=province,
        city=city,
    )


def _grade(agent: int, chance: random.Random) -> str:
    roll = chance.random()
    if roll < 0.05 + agent * 0.004:
        return "9元" if roll < 0.04 else "9"  # noqa: PLR2004 - vendors write both
    if roll < 0.12 + agent * 0.004:
        return "1元"
    return "19元" if roll > 0.99 else "未接受"  # noqa: PLR2004 - a text that is neither


def demo_stats(calls: list[Call]) -> dict[str, list[VendorStat]]:
    """What the vendor's statistics make of the same calls."""
    return {"task": list(_stats(calls, "task")), "account": list(_stats(calls, "agent"))}


def _stats(calls: list[Call], of: str) -> Iterator[VendorStat]:
    rows: dict[str, VendorStat] = {}
    for call in calls:
        ref: str = getattr(call, f"{of}_id")
        row = rows.get(ref) or VendorStat(ref, getattr(call, f"{of}_name"), 0, 0, 0)
        success = call.grade in {"9", "9元", "1元"}
        rows[ref] = replace(
            row, callout=row.callout + 1, called=row.called + call.answered, success=row.success + success
        )
    yield from rows.values()


def fill(db: Writes, site: Site) -> None:
    """Fill the days before today; today is for the first sync."""
    today, kept = clock.today(site.zone), CallsSettings().records_days
    for back in range(DAYS, 0, -1):
        if back != NEVER_SYNCED:
            _fill_day(db, today - timedelta(days=back), site.zone, records=back <= kept)


def _fill_day(db: Writes, day: date, zone: ZoneInfo, *, records: bool) -> None:
    calls = demo_calls(day, zone)
    tally = Tally(Hours(zone))
    tally.add(calls)
    counted = Counted(tally, len(calls), len(calls), partial=False, sync_type=SYNCED_BY, elapsed=0.0)
    store_day(db, day, counted, today=False)
    store_tasks(db, day, demo_stats(calls), SYNCED_BY, 0.0)
    if records:
        store_calls(db, day, next_mark(db, day), calls)
