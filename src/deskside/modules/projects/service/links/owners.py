"""Who is in charge of a project here, and telling them."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from deskside.kernel.db import Writes
from deskside.modules.projects.models.projects import ProjectCache
from deskside.modules.projects.rules.links import Role
from deskside.modules.projects.rules.links_people import Person
from deskside.modules.projects.service.links.finding import people
from deskside.platform import notify
from deskside.platform.identity import User, scopes_now, user_by_login

IN_CHARGE: dict[str, tuple[Role, ...]] = {
    "aftersales": ("engineer", "salesman"),
    "presale": ("salesman", "engineer"),
    "sales": ("salesman", "engineer"),
}
ANY: tuple[Role, ...] = ("engineer", "salesman")
MANAGE = "projects:manage"
MOST_MANAGERS = 20


def user_of(db: Session, person: Person | None) -> User | None:
    """The user who is this engineer or salesman: by login, else by a name that only one user has."""
    if person is None or person.role == "customer":
        return None
    user = user_by_login(db, person.id)
    if user is None and person.name:
        named = list(db.scalars(select(User).where(User.name == person.name, _active()).limit(2)))
        user = named[0] if len(named) == 1 else None
    return user if user is not None and user.approved and not user.disabled else None


def owner_of(db: Session, project: ProjectCache) -> User | None:
    """The user in charge: of a ticket its engineer, of deals and orders the salesman."""
    by_role = people(project)
    for role in IN_CHARGE.get(project.type, ANY):
        user = user_of(db, by_role.get(role))
        if user is not None:
            return user
    return None


def tell_owner(db: Writes, event: notify.Event, key: str, project: ProjectCache, name: str) -> None:
    """Tell the user in charge; where there is none, those who manage projects."""
    for user in _told(db, project):
        notice = notify.Notice(
            event=event.name,
            key=key,
            recipient=notify.Recipient.user(user.id, user.name, user.locale[:2]),
            variables={"title": project.title, "order_id": project.id, "name": name},
            audience="owner",
            href=f"/projects/{project.id}",
        )
        notify.post(db, notice)


def _told(db: Session, project: ProjectCache) -> Iterator[User]:
    owner = owner_of(db, project)
    if owner is not None:
        yield owner
        return
    told = 0
    for user in db.scalars(select(User).where(_active()).order_by(User.id)):
        if MANAGE in scopes_now(user) and told < MOST_MANAGERS:
            told += 1
            yield user


def _active() -> ColumnElement[bool]:
    return User.disabled.is_(False) & User.approved.is_(True)
