"""What Deskside's own tables hold in the demo: tasks, notes, clues, insights; and who works at the club."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.site import Site
from deskside.modules.members.demo import people
from deskside.modules.members.demo.people import COACHES, DEMO_SITE
from deskside.modules.members.models import AiCache, CoachTask, Note, RetentionClue
from deskside.modules.members.queries.own import COACH_TARGETS, MEMBER_TARGET
from deskside.modules.members.rules.insight import APP_TYPE
from deskside.modules.members.rules.marks import TASKS
from deskside.modules.members.rules.tasks import ABANDONED, ACTIVE, COMPLETED, INACTIVE
from deskside.platform.identity import user_by_login

AT_THE_CLUB = ("admin", "lead", "agent-li", "agent-wang", "coach")
STATES = (ACTIVE, COMPLETED, ACTIVE, INACTIVE, COMPLETED, ABANDONED)
BROKEN_INSIGHT = people.FIRST_MEMBER + 12


def fill(db: Writes, site: Site) -> None:  # noqa: ARG001 - every module's demo is called alike
    """Everybody of the demo belongs to the club; the demo's coach is its first coach."""
    for login in AT_THE_CLUB:
        user = user_by_login(db, login)
        if user is not None:
            user.sites, user.active_site = [DEMO_SITE], DEMO_SITE
            user.coach_id = str(COACHES[0].id) if login == "coach" else None
    now = clock.now()
    db.add_all(_tasks(now))
    db.add_all(_clues(now))
    db.add_all(_insights(now))
    db.flush()
    db.add_all(_notes(now))


def _tasks(now: datetime) -> Iterator[CoachTask]:
    kinds = tuple(TASKS)
    for number, member_id in enumerate([*people.member_ids()] * 3):
        state = STATES[number % len(STATES)]
        made = now - timedelta(days=number, hours=1)
        yield CoachTask(
            site_id=DEMO_SITE,
            member_id=member_id,
            assistant_id=COACHES[(number + number // len(COACHES)) % len(COACHES)].id,
            task_type=kinds[number // 2 % len(kinds)],
            status=state,
            abandon_reason="客户已搬离本市" if state == ABANDONED else None,
            created_at=made,
            completed_at=made + timedelta(minutes=30) if state == COMPLETED else None,
        )


def _notes(now: datetime) -> Iterator[Note]:
    words = (
        "喜欢安静的 VIP 台，周末下午来。",
        "上次说想学杆法，推荐激励课。",
        "对价格敏感，续卡前先说明优惠。",
    )
    for number in range(60):
        yield Note(
            site_id=DEMO_SITE,
            target_type=MEMBER_TARGET,
            target_id=people.FIRST_MEMBER + number % 20,
            author=COACHES[number % len(COACHES)].name,
            content=words[number % len(words)],
            pinned=number % 15 == 0,
            created_at=now - timedelta(days=number, minutes=7),
        )
    for number, coach in enumerate(COACHES):
        yield Note(
            site_id=DEMO_SITE,
            target_type=COACH_TARGETS[0],
            target_id=coach.id,
            author="周敏",
            content="本月重点跟进沉睡客户。",
            created_at=now - timedelta(days=number),
        )


def _clues(now: datetime) -> Iterator[RetentionClue]:
    for number in range(30):
        yield RetentionClue(
            site_id=DEMO_SITE,
            member_id=people.FIRST_MEMBER + number % 15,
            category=("消费下降", "久未到店", "余额将尽")[number % 3],
            summary="近 30 天到店次数比前 30 天少一半。",
            detail="可邀请参加周三会员赛。" if number % 2 else None,
            created_at=now - timedelta(days=number),
        )


def _insights(now: datetime) -> Iterator[AiCache]:
    for member_id in people.member_ids():
        text = {
            "summary": f"{people.member_name(member_id)}偏好傍晚时段，与熟悉的助教互动多。",
            "strategies": [
                {"color": "#2f6fde", "text": "预约前一天发送提醒"},
                {"color": "#c98a00", "text": "推荐体验一节激励课"},
            ],
        }
        whole = json.dumps(text, ensure_ascii=False)
        yield AiCache(
            site_id=DEMO_SITE,
            cache_type=APP_TYPE,
            target_id=str(member_id),
            created_at=now - timedelta(hours=6),
            cache_value=whole[:40] if member_id == BROKEN_INSIGHT else whole,
        )
