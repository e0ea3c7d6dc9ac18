"""What calls knows of an account of the CRM: its last calls, in the agent's side panel."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from sqlalchemy import func, select

from deskside.contracts import phones_of
from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.kernel.hooks import Card, Fact, Panel, Tone
from deskside.kernel.phones import phone_key
from deskside.kernel.site import Site
from deskside.modules.calls.models import SOURCE, CallLink, CallLog, CallRecord, GradeStats
from deskside.modules.calls.queries.grades import current_grades
from deskside.modules.calls.rules.grades import Judge
from deskside.modules.calls.rules.words import OUTCOMES, lasted

MOST = 5
"""Calls that are listed, the newest first, whoever wrote them down."""
Line = tuple[datetime, str, Tone, str]


def read_card(db: Reads, _user: Principal, account_id: int) -> Card:
    """The last calls with every number that a module has for the account; empty where there is none."""
    keys = sorted({phone_key(number) for number in phones_of(db, account_id)} - {""})
    if not keys:
        return Card()
    lines = sorted([*_records(db, keys), *_logs(db, keys)], reverse=True)[:MOST]
    zone = Site().zone
    facts = [Fact(f"{at.astimezone(zone):%m-%d %H:%M}", text, tone, href) for at, text, tone, href in lines]
    as_of = db.scalar(select(func.max(GradeStats.calculated_at)))
    return Card(facts, as_of) if facts else Card()


def _records(db: Reads, keys: Collection[str]) -> Iterator[Line]:
    judge = Judge(current_grades(db).grades)
    link = (CallRecord.source == SOURCE) & (CallRecord.record_id == CallLink.record_id)
    mine = select(CallRecord).join(CallLink, link).where(CallLink.phone_key.in_(keys))
    for row in db.scalars(mine.order_by(CallLink.called_at.desc(), CallLink.record_id).limit(MOST)):
        grade = judge.grade_of(row.grade)
        said = [f"已接通 {lasted(row.seconds)}" if row.answered else "未接通"]
        said += [part for part in (row.grade, row.agent_name) if part]
        good = grade is not None and grade.success
        at = datetime.fromtimestamp(row.called_at, UTC)
        href = f"/calls/records/{row.record_id}?from={row.day}&to={row.day}"
        yield at, " · ".join(said), "good" if good else "plain", href


def _logs(db: Reads, keys: Collection[str]) -> Iterator[Line]:
    mine = select(CallLog).where(CallLog.phone_key.in_(keys))
    for row in db.scalars(mine.order_by(CallLog.called_at.desc(), CallLog.id.desc()).limit(MOST)):
        following = f"下一步：{row.next_step}" if row.next_step else ""
        said = [part for part in (OUTCOMES[row.outcome], following, row.by_name) if part]
        yield row.called_at, " · ".join(said), "plain", f"/calls/logs/{row.id}"


PANEL = Panel("calls", "通话", "calls:read", read_card)
