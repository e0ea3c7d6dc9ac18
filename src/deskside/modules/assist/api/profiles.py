"""Site profiles."""

from http import HTTPStatus

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Manager, RowId
from deskside.modules.assist.queries.profiles import find_profile, list_profiles, list_versions, try_profile
from deskside.modules.assist.schemas.profiles import (
    ProfileBody,
    ProfileIn,
    ProfileOut,
    ProfilePatch,
    ProfileRestore,
    ProfileTry,
    ProfileVersion,
    TryOut,
)
from deskside.modules.assist.service.profiles import (
    create_profile,
    delete_profile,
    restore_profile,
    update_profile,
)

router = make_router("assist", "/api/assist/site-profiles")


@router.get("")
def profiles(_user: Manager, db: Db) -> Items[ProfileOut]:
    """Every profile; panels go by the first unless a policy names another."""
    items = db.read(list_profiles)
    return Items(items=items, total=len(items))


@router.get("/built-in")
def built_in(_user: Manager) -> ProfileBody:
    """The profile of the demo CRM, to begin a new one with."""
    return ProfileBody()


@router.post("/try")
def attempt(body: ProfileTry, _user: Manager) -> TryOut:
    """What a profile would read of answers of the CRM; nothing is stored."""
    return try_profile(body.body, body.answers)


@router.get("/{profile_id}")
def profile(profile_id: RowId, _user: Manager, db: Db) -> ProfileOut:
    """One profile."""
    return db.read(find_profile, profile_id)


@router.post("", status_code=HTTPStatus.CREATED)
def add_profile(body: ProfileIn, user: Manager, db: Db) -> ProfileOut:
    """Add a profile."""
    return db.write(create_profile, body, user)


@router.patch("/{profile_id}")
def edit_profile(profile_id: RowId, body: ProfilePatch, user: Manager, db: Db) -> ProfileOut:
    """Change a profile; 409 with the present one when `version` is old."""
    return db.write(update_profile, profile_id, body, user)


@router.delete("/{profile_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_profile(profile_id: RowId, user: Manager, db: Db) -> None:
    """Take a profile away."""
    db.write(delete_profile, profile_id, user)


@router.get("/{profile_id}/versions")
def profile_versions(profile_id: RowId, _user: Manager, db: Db, page: Paged) -> Items[ProfileVersion]:
    """What it was, the newest first."""
    return db.read(list_versions, profile_id, page)


@router.post("/{profile_id}/restore")
def restore_version(profile_id: RowId, body: ProfileRestore, user: Manager, db: Db) -> ProfileOut:
    """Make an earlier version the newest."""
    return db.write(restore_profile, profile_id, body, user)
