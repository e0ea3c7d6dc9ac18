"""A change of state waits for its window; then each person hears the newest state, or nothing."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.kernel.errors import Conflict
from deskside.modules.projects.messages import StatusChanged, TellPeople
from deskside.modules.projects.models import ProjectCache, ProjectChange, Telling, Told
from deskside.modules.projects.queries.projects import types_now
from deskside.modules.projects.rules.links_page import with_id
from deskside.modules.projects.rules.links_people import Person
from deskside.modules.projects.rules.telling import Change, baseline, usual_channels
from deskside.modules.projects.rules.times import Times
from deskside.modules.projects.rules.types import Language, ProjectType, type_of
from deskside.modules.projects.service.links.finding import people
from deskside.modules.projects.service.links.keys import public_base
from deskside.modules.projects.service.links.minting import link_for
from deskside.modules.projects.service.links.owners import user_of
from deskside.modules.projects.service.telling.events import CHANGED
from deskside.modules.projects.settings import ProjectSyncConfig, ShareLinks, TimeDisplay
from deskside.platform import notify
from deskside.platform.identity import User
from deskside.platform.jobs import enqueue
from deskside.platform.settings import current

KEY = "projects:change"


@dataclass(frozen=True)
class News:
    """A project at the end of a window."""

    project: ProjectCache
    kind: ProjectType
    config: ProjectSyncConfig
    links: ShareLinks
    times: Times
    newest: ProjectChange
    before: str
    judged_id: int


def wait_for(db: Writes, change: StatusChanged) -> None:
    """Judge the change when its window is over."""
    minutes = current(db, ShareLinks).debounce_minutes
    message = TellPeople(project_id=change.project_id, change_id=change.change_id)
    enqueue(db, message, dedup=str(change.change_id), delay=timedelta(minutes=minutes))


def tell_people(db: Writes, message: TellPeople) -> int:
    """Post a notice to everybody who does not know the present state; how many were posted."""
    news = _news(db, message)
    if news is None:
        return 0
    return sum(_tell(db, news, person) for person in people(news.project).values())


def _news(db: Writes, message: TellPeople) -> News | None:
    project, change = db.get(ProjectCache, message.project_id), db.get(ProjectChange, message.change_id)
    if project is None or change is None:
        return None
    links = current(db, ShareLinks)
    window = timedelta(minutes=links.debounce_minutes)
    rows = _changes(db, project.id, change, window)
    judged = _as_change(change)
    return News(
        project=project,
        kind=type_of(types_now(db), project.type),
        config=current(db, ProjectSyncConfig),
        links=links,
        times=Times(current(db, TimeDisplay)),
        newest=rows[-1] if rows else change,
        before=baseline([_as_change(one) for one in rows], judged, window),
        judged_id=change.id,
    )


def _changes(db: Writes, project_id: str, change: ProjectChange, window: timedelta) -> list[ProjectChange]:
    """The changes of state from one window before the judged one until now, in their order."""
    recent = select(ProjectChange).where(
        ProjectChange.project_id == project_id,
        ProjectChange.new_state.is_not(None),
        ProjectChange.old_state.is_not(None),
        ProjectChange.at >= change.at - window,
    )
    return list(db.scalars(recent.order_by(ProjectChange.id)))


def _as_change(row: ProjectChange) -> Change:
    return Change(row.id, row.at, row.old_state or "", row.new_state or "")


def _tell(db: Writes, news: News, person: Person) -> bool:
    told = _told(db, news, person)
    old, new = told.state, news.project.state
    told.change_id, told.at = news.newest.id, clock.now()
    if _counted(news.kind, old) == _counted(news.kind, new):
        return False
    told.state = new
    user = user_of(db, person)
    channels = usual_channels(person.role, user is not None, news.config.notify_channels)
    result = _posted(db, news, person, user, old)
    db.add(
        Telling(
            project_id=news.project.id,
            change_id=news.newest.id,
            recipient=person.recipient,
            person_name=person.name,
            old=old,
            new=new,
            result=result,
            channels=list(channels),
        )
    )
    return result == "told"


def _counted(kind: ProjectType, state: str) -> str:
    found = kind.counted(state)
    return state if found is None else found.key


def _told(db: Writes, news: News, person: Person) -> Told:
    """What the person knows; others who judge the same wait until this transaction ends."""
    key = {"project_id": news.project.id, "recipient": person.recipient}
    row = {**key, "state": news.before, "change_id": news.judged_id, "at": clock.now(), "v": 0}
    upsert(db, Told, [row], keys=["project_id", "recipient"])
    mine = (Told.project_id == news.project.id, Told.recipient == person.recipient)
    db.execute(update(Told).where(*mine).values(v=Told.v + 1))
    return db.scalars(select(Told).where(*mine).execution_options(populate_existing=True)).one()


def _posted(db: Writes, news: News, person: Person, user: User | None, old: str) -> str:
    """told, or why not: off, no_address, or rule (a rule of the event says no)."""
    if not news.config.notify_on_change:
        return "off"
    if user is None and not person.reachable:
        return "no_address"
    return "told" if notify.post(db, _notice(news, person, user, old)) else "rule"


def _notice(news: News, person: Person, user: User | None, old: str) -> notify.Notice:
    project = news.project
    recipient = notify.Recipient(
        key=person.recipient,
        name=person.name,
        user_id=user.id if user else None,
        phone=None if user else person.phone,
        email=None if user else person.email,
        openid=None if user else person.openid,
        language="en" if user is not None and user.locale.startswith("en") else "zh",
    )
    return notify.Notice(
        event=CHANGED.name,
        key=f"{KEY}:{news.newest.id}:{person.recipient}",
        recipient=recipient,
        variables=_variables(news, person, old, "en" if recipient.language == "en" else "zh"),
        channels=usual_channels(person.role, user is not None, news.config.notify_channels),
        subject=f"project:{project.id}",
        audience=person.role,
        facts={"type": project.type, "old": old, "new": project.state},
        href=f"/projects/{project.id}",
    )


def _variables(news: News, person: Person, old: str, language: Language) -> dict[str, object]:
    project = news.project
    return {
        "order_id": project.id,
        "type": news.kind.label(language),
        "title": project.title,
        "old": news.kind.state_label(old, language),
        "new": news.kind.state_label(project.state, language),
        "name": person.name,
        "time": news.times.text(news.newest.at, project.type),
        "device": project.device or "",
        "payment_link": with_id(news.links.payment_url_template, project.id),
    }


def link_in_notice(db: Writes, notice: notify.PostedNotice) -> str:
    """The recipient's own link, made when the notice is sent; empty where none may be given out."""
    change_id, _, recipient = notice.notice_key.removeprefix(f"{KEY}:").partition(":")
    change = db.get(ProjectChange, int(change_id))
    project = db.get(ProjectCache, change.project_id) if change is not None else None
    if project is None:
        return ""
    person = next((one for one in people(project).values() if one.recipient == recipient), None)
    if person is None:
        return ""
    try:
        return link_for(db, project, person, None).url(public_base())
    except Conflict:
        return ""


notify.declare_minted(CHANGED.name, "link", link_in_notice)
