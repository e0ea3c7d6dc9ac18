"""What agents used of the panel, for their managers."""

import re
from collections.abc import Mapping
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from deskside.modules.assist.models import Plan
from deskside.modules.assist.models.panel import PanelUse, QuickLink
from deskside.modules.assist.queries.people import department_names
from deskside.modules.assist.schemas.panel import UsageOut, UsedThing, UseKind, UseOfDay, UsingAgent
from deskside.platform.identity import User

LINKS = func.sum(case((PanelUse.kind == "link", PanelUse.times), else_=0))
PLANS = func.sum(case((PanelUse.kind == "plan", PanelUse.times), else_=0))
MOST = 200
PLAN_ID = re.compile(r"[0-9]{1,9}")


def read_usage(db: Session, since: date, until: date) -> UsageOut:
    """Counts of the days from `since` to `until`, both counted."""
    titles = {str(row.id): row.title for row in db.scalars(select(QuickLink))}
    links = _used(db, "link", since, until)
    unused = [
        UsedThing(key=key, name=title, times=0, agents=0, last_day=None)
        for key, title in sorted(titles.items())
        if key not in {one.key for one in links}
    ]
    return UsageOut(
        since=since,
        until=until,
        links=[*_named(links, titles), *unused],
        plans=_named_plans(db, _used(db, "plan", since, until)),
        tweaks_off=_used(db, "tweak_off", since, until),
        agents=_agents(db, since, until),
        days=_days(db, since, until),
    )


def _used(db: Session, kind: UseKind, since: date, until: date) -> list[UsedThing]:
    times = func.sum(PanelUse.times)
    counted = (
        select(PanelUse.used, times, func.count(PanelUse.user_id.distinct()), func.max(PanelUse.day))
        .where(PanelUse.kind == kind, PanelUse.day.between(since, until))
        .group_by(PanelUse.used)
        .order_by(times.desc(), PanelUse.used)
        .limit(MOST)
    )
    return [
        UsedThing(key=key, name=None, times=int(total), agents=agents, last_day=last)
        for key, total, agents, last in db.execute(counted)
    ]


def _named(things: list[UsedThing], names: Mapping[str, str]) -> list[UsedThing]:
    return [one.model_copy(update={"name": names.get(one.key)}) for one in things]


def _named_plans(db: Session, things: list[UsedThing]) -> list[UsedThing]:
    ids = [int(one.key) for one in things if PLAN_ID.fullmatch(one.key)]
    rows = db.execute(select(Plan.plan_id, Plan.name).where(Plan.plan_id.in_(ids)))
    return _named(things, {str(row.plan_id): row.name for row in rows})


def _agents(db: Session, since: date, until: date) -> list[UsingAgent]:
    counted = (
        select(PanelUse.user_id, User.name, User.department_id, LINKS, PLANS)
        .join(User, User.id == PanelUse.user_id)
        .where(PanelUse.day.between(since, until))
        .group_by(PanelUse.user_id, User.name, User.department_id)
        .order_by((LINKS + PLANS).desc(), PanelUse.user_id)
        .limit(MOST)
    )
    rows = db.execute(counted).all()
    departments = department_names(db, {row[2] for row in rows if row[2] is not None})
    return [
        UsingAgent(
            user_id=user_id,
            name=name,
            department=departments.get(department_id or 0),
            links=int(links),
            plans=int(plans),
        )
        for user_id, name, department_id, links, plans in rows
    ]


def _days(db: Session, since: date, until: date) -> list[UseOfDay]:
    counted = (
        select(PanelUse.day, LINKS, PLANS)
        .where(PanelUse.day.between(since, until))
        .group_by(PanelUse.day)
        .order_by(PanelUse.day)
    )
    return [
        UseOfDay(day=day, links=int(links), plans=int(plans)) for day, links, plans in db.execute(counted)
    ]
