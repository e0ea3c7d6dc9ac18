"""Whether whoever asks may see a project: a customer by a proved link, staff by role and relation."""

from typing import Annotated, cast

from fastapi import Path, Query, Request

from deskside.kernel.auth import Authenticate, Principal, public
from deskside.kernel.db import Reads
from deskside.kernel.errors import DesksideError
from deskside.kernel.proxies import CallerOf
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.projects.legacy.answers import KeptRoute
from deskside.modules.projects.models import ProjectCache
from deskside.modules.projects.rules.links import LONGEST_TOKEN
from deskside.modules.projects.rules.links_cookies import cookie_name, secret_in
from deskside.modules.projects.schemas.links import AccessOut
from deskside.modules.projects.service.links.finding import people, viewer_access
from deskside.modules.projects.service.links.owners import user_of

router = make_router("projects", "/api/projects", route_class=KeptRoute)
NONE = AccessOut(has_access=False)


@router.get("/{project_id}/verify-access", dependencies=[public])
def verify_access(
    request: Request,
    project_id: Annotated[str, Path(max_length=64)],
    db: Db,
    caller: CallerOf,
    token: Annotated[str, Query(max_length=LONGEST_TOKEN)] = "",
) -> AccessOut:
    """The document's question. A token by itself never grants: this browser must have proved it."""
    if token:
        secret = secret_in(request.scope["headers"], cookie_name(caller))
        found = db.read(viewer_access, secret, token, project_id)
        return AccessOut.model_validate(found)
    staff = _staff(request)
    return NONE if staff is None else db.read(_as_staff, staff, project_id)


def _staff(request: Request) -> Principal | None:
    try:
        return cast("Authenticate", request.app.state.authenticate)(request)
    except DesksideError:
        return None


def _as_staff(db: Reads, staff: Principal, project_id: str) -> AccessOut:
    project = db.get(ProjectCache, project_id)
    if project is None or "projects:read" not in staff.scopes:
        return NONE
    for role, person in people(project).items():
        user = user_of(db, person)
        if user is not None and user.id == staff.user_id:
            return AccessOut(has_access=True, user_id=str(user.id), user_name=user.name, access_type=role)
    return AccessOut(has_access=True, user_id=str(staff.user_id), user_name=staff.name)
