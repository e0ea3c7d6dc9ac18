"""Site profiles: a changed CRM is a changed profile, not a new release."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.errors import (
    no_profile,
    no_profile_version,
    profile_exists,
    profile_in_use,
    stale,
)
from deskside.modules.assist.models.panel import PanelPolicy, SiteProfile, SiteProfileVersion
from deskside.modules.assist.queries.panel import VERSION
from deskside.modules.assist.queries.profiles import present_profiles
from deskside.modules.assist.schemas.profiles import (
    ProfileBody,
    ProfileIn,
    ProfileOut,
    ProfilePatch,
    ProfileRestore,
)
from deskside.platform import audit
from deskside.platform.versions import bump


def create_profile(db: Writes, body: ProfileIn, actor: Principal) -> ProfileOut:
    """Add a profile. Raise Conflict when its name is taken."""
    row = SiteProfile(name=body.name, body=_stored(body.body), version=0)
    db.add(row)
    return _saved(db, actor, "create", None, row)


def update_profile(db: Writes, profile_id: int, body: ProfilePatch, actor: Principal) -> ProfileOut:
    """Change a profile. Raise NotFound; Conflict with the present one when `version` is old."""
    row, old = _locked(db, profile_id, body.version)
    if body.name is not None:
        row.name = body.name
    if body.body is not None:
        row.body = _stored(body.body)
    return _saved(db, actor, "update", old, row)


def restore_profile(db: Writes, profile_id: int, body: ProfileRestore, actor: Principal) -> ProfileOut:
    """Make an earlier version the newest. Raise NotFound, or Conflict as an update does."""
    row, old = _locked(db, profile_id, body.version)
    earlier = db.get(SiteProfileVersion, (profile_id, body.to_version))
    if earlier is None:
        raise no_profile_version(profile_id, body.to_version)
    row.name, row.body = earlier.name, earlier.body
    return _saved(db, actor, "restore", old, row)


def delete_profile(db: Writes, profile_id: int, actor: Principal) -> None:
    """Take a profile away. Raise NotFound, or Conflict while a policy names it."""
    row = db.get(SiteProfile, profile_id, with_for_update=True)
    if row is None:
        raise no_profile(profile_id)
    if any(policy.body.get("profile_id") == profile_id for policy in db.scalars(select(PanelPolicy))):
        raise profile_in_use(row.name)
    (old,) = present_profiles(db, [row])
    db.execute(delete(SiteProfileVersion).where(SiteProfileVersion.profile_id == profile_id))
    db.delete(row)
    bump(db, VERSION)
    audit.record(db, actor=actor, action="assist.profile.delete", subject=("profile", profile_id), old=old)


def _stored(body: ProfileBody) -> dict[str, object]:
    stored: dict[str, object] = body.model_dump(mode="json", by_alias=True)
    return stored


def _locked(db: Writes, profile_id: int, version: int) -> tuple[SiteProfile, ProfileOut]:
    row = db.get(SiteProfile, profile_id, with_for_update=True)
    if row is None:
        raise no_profile(profile_id)
    (old,) = present_profiles(db, [row])
    if row.version != version:
        raise stale(f"the site profile {row.name}", "current", old.model_dump(mode="json", by_alias=True))
    return row, old


def _saved(db: Writes, actor: Principal, verb: str, old: ProfileOut | None, row: SiteProfile) -> ProfileOut:
    row.version += 1
    row.modified_by, row.last_modified = actor.user_id, clock.now()
    try:
        db.flush()
    except IntegrityError as error:
        raise profile_exists(row.name) from error
    db.add(
        SiteProfileVersion(
            profile_id=row.id,
            version=row.version,
            at=row.last_modified,
            actor_id=actor.user_id,
            name=row.name,
            body=row.body,
        )
    )
    bump(db, VERSION)
    (new,) = present_profiles(db, [row])
    subject = ("profile", row.id)
    audit.record(db, actor=actor, action=f"assist.profile.{verb}", subject=subject, old=old, new=new)
    return new
