"""Links, visits and feedback as staff see them."""

from collections import defaultdict

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.db import Reads
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.projects.errors import no_project
from deskside.modules.projects.models import Feedback, ProjectCache
from deskside.modules.projects.models.links import AccessToken, LinkViewer, LinkVisit
from deskside.modules.projects.rules.links import Visit, link_state, marks_of
from deskside.modules.projects.rules.links_people import people_of
from deskside.modules.projects.schemas.links import FeedbackOut, LinkOut, PeopleOut, PersonOut, VisitOut

MOST_VISITS = 2_000


def show_people(db: Reads, project_id: str) -> PeopleOut:
    """Everybody whom the project names, with their newest link."""
    project = db.get(ProjectCache, project_id)
    if project is None:
        raise no_project()
    newest: dict[str, AccessToken] = {}
    links = select(AccessToken).where(AccessToken.project_id == project_id).order_by(AccessToken.id)
    for link in db.scalars(links):
        newest[link.recipient] = link
    found = people_of(project.customer, project.engineer, project.salesman)
    return PeopleOut(
        items=[
            PersonOut(
                role=role,
                name=person.name,
                address=person.masked,
                reachable=person.reachable,
                link=link_out(db, newest[person.recipient]) if person.recipient in newest else None,
            )
            for role, person in found.items()
        ]
    )


def link_out(db: Session, link: AccessToken) -> LinkOut:
    """One link with its marks."""
    mine = select(LinkVisit).where(LinkVisit.link_id == link.id)
    # Pages that were opened are written a little later than what was proved on them.
    newest = mine.order_by(LinkVisit.at.desc(), LinkVisit.id.desc()).limit(MOST_VISITS)
    visits = list(db.scalars(newest))
    marks = marks_of(Visit(one.step, one.result, one.network, one.device) for one in reversed(visits))
    devices = select(func.count()).select_from(LinkViewer).where(LinkViewer.link_id == link.id)
    return LinkOut(
        id=link.id,
        state=link_state(link.expires_at, link.revoked_at, clock.now()),
        created_at=link.created_at,
        expires_at=link.expires_at,
        asked_at=link.asked_at,
        devices=db.scalars(devices).one(),
        opened=marks.opened,
        refused=marks.refused,
        forwarded=marks.forwarded,
    )


def list_visits(db: Reads, project_id: str, page: Page) -> Items[VisitOut]:
    """Every attempt with any link of the project, the newest first."""
    asked = select(LinkVisit).where(LinkVisit.project_id == project_id)
    newest = asked.order_by(LinkVisit.at.desc(), LinkVisit.id.desc())
    rows = list(db.scalars(newest.offset(page.offset).limit(page.size)))
    ids = {row.link_id for row in rows}
    links = {one.id: one for one in db.scalars(select(AccessToken).where(AccessToken.id.in_(ids)))}
    shown: dict[int, tuple[str, str]] = defaultdict(lambda: ("", ""))
    shown.update({key: (one.role, one.person_name) for key, one in links.items()})
    items = [
        VisitOut(
            id=row.id,
            at=row.at,
            role=shown[row.link_id][0],
            person_name=shown[row.link_id][1],
            step=row.step,
            result=row.result,
            network=row.network,
            device=row.device,
        )
        for row in rows
    ]
    return Items(items=items, total=count_rows(db, asked))


def list_feedback(db: Reads, page: Page, *, still_open: bool, owner_id: int | None) -> Items[FeedbackOut]:
    """What recipients said, the newest first; `owner_id` narrows it to one person's tasks."""
    asked = select(Feedback, ProjectCache.title).outerjoin(
        ProjectCache, ProjectCache.id == Feedback.project_id
    )
    if still_open:
        asked = asked.where(Feedback.done_at.is_(None))
    if owner_id is not None:
        asked = asked.where(Feedback.owner_id == owner_id)
    return Items(items=_feedback(db, asked, page), total=count_rows(db, asked))


def _feedback(db: Reads, asked: Select[Feedback, str], page: Page) -> list[FeedbackOut]:
    rows = db.execute(asked.order_by(Feedback.id.desc()).offset(page.offset).limit(page.size))
    return [feedback_out(row, title) for row, title in rows]


def feedback_out(row: Feedback, title: str | None) -> FeedbackOut:
    """One answer of a recipient."""
    return FeedbackOut(
        id=row.id,
        project_id=row.project_id,
        title=title or "",
        person_name=row.person_name,
        state=row.state,
        solved=row.solved,
        at=row.at,
        owner_id=row.owner_id,
        done_at=row.done_at,
        done_how=row.done_how,
        version=row.version,
    )
