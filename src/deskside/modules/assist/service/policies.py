"""What departments say about their panels."""

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.errors import no_department, no_policy, no_profile, stale, wrong_field
from deskside.modules.assist.models.panel import EVERYBODY, PanelPolicy, SiteProfile
from deskside.modules.assist.queries.panel import VERSION, nothing_said, present_policies
from deskside.modules.assist.queries.people import department_names
from deskside.modules.assist.schemas.panel import PolicyBody, PolicyIn, PolicyOut
from deskside.platform import audit
from deskside.platform.versions import bump


def put_policy(db: Writes, department_id: int, body: PolicyIn, actor: Principal) -> PolicyOut:
    """Say it. Raise NotFound for an unknown department; Conflict with the present policy when it is newer."""
    if department_id != EVERYBODY and not department_names(db, {department_id}):
        raise no_department(department_id)
    _check(db, body.body)
    row = _locked(db, department_id)
    old = nothing_said(department_id) if row is None else present_policies(db, [row])[0]
    if old.version != body.version:
        raise stale("the policy", "current", old.model_dump(mode="json"))
    if row is None:
        row = PanelPolicy(department_id=department_id, version=0)
        db.add(row)
    row.body = body.body.model_dump(mode="json", exclude_none=True)
    row.version += 1
    row.modified_by, row.last_modified = actor.user_id, clock.now()
    db.flush()
    bump(db, VERSION)
    (new,) = present_policies(db, [row])
    subject = ("panel_policy", department_id)
    audit.record(db, actor=actor, action="assist.panel_policy.update", subject=subject, old=old, new=new)
    return new


def delete_policy(db: Writes, department_id: int, actor: Principal) -> None:
    """Have a department go by what stands above it. Raise NotFound when it has said nothing."""
    row = _locked(db, department_id)
    if row is None:
        raise no_policy(department_id)
    (old,) = present_policies(db, [row])
    db.delete(row)
    bump(db, VERSION)
    subject = ("panel_policy", department_id)
    audit.record(db, actor=actor, action="assist.panel_policy.delete", subject=subject, old=old)


def _locked(db: Writes, department_id: int) -> PanelPolicy | None:
    return db.scalar(select(PanelPolicy).where(PanelPolicy.department_id == department_id).with_for_update())


def _check(db: Writes, body: PolicyBody) -> None:
    keys = [section.key for section in body.sections or ()]
    if len(keys) != len(set(keys)):
        raise wrong_field("body.sections", "a section is named once")
    if body.profile_id is not None and db.get(SiteProfile, body.profile_id) is None:
        raise no_profile(body.profile_id)
