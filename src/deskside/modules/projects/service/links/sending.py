"""Sending a recipient their link, because staff asked for it."""

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Conflict
from deskside.modules.projects.errors import unreachable
from deskside.modules.projects.models import ProjectCache
from deskside.modules.projects.models.links import AccessToken
from deskside.modules.projects.rules.links_people import Person
from deskside.modules.projects.service.links.codes import digits_of
from deskside.modules.projects.service.links.events import CODE, LINK
from deskside.modules.projects.service.links.finding import person_of
from deskside.modules.projects.service.links.keys import public_base
from deskside.modules.projects.service.links.minting import link_for, note
from deskside.platform import notify


def send_link(db: Writes, link: AccessToken, project: ProjectCache, person: Person, actor: Principal) -> None:
    """Have the link sent to its recipient. Raise Conflict where no address is on file."""
    if not person.reachable:
        raise unreachable(person.name)
    public_base()
    notice = notify.Notice(
        event=LINK.name,
        key=f"link:{link.id}:{clock.now():%Y%m%d%H%M%S}",
        recipient=notify.Recipient(
            key=person.recipient,
            name=person.name,
            phone=person.phone,
            email=person.email,
            openid=person.openid,
        ),
        variables={"title": project.title, "order_id": project.id, "name": person.name},
        audience="recipient",
        subject=f"project-link:{project.id}",
    )
    notify.post(db, notice)
    note(db, actor, "send", link)


def link_in_notice(db: Writes, notice: notify.PostedNotice) -> str:
    """The recipient's link, made when the notice is sent."""
    link = db.get(AccessToken, int(notice.notice_key.split(":")[1]))
    project = db.get(ProjectCache, link.project_id) if link is not None else None
    person = person_of(project, link) if link is not None and project is not None else None
    if project is None or person is None:
        return ""
    try:
        return link_for(db, project, person, None).url(public_base())
    except Conflict:
        return ""


notify.declare_minted(CODE.name, "code", digits_of)
notify.declare_minted(LINK.name, "link", link_in_notice)
