"""Making and changing users."""

from collections.abc import Collection, Mapping

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database, Writes
from deskside.kernel.errors import Conflict, Invalid
from deskside.kernel.masking import mask_phone
from deskside.platform.audit import record
from deskside.platform.identity.models import User
from deskside.platform.identity.passwords import PASSWORDS, Passwords, check_new_password
from deskside.platform.identity.queries.users import existing_user, read_me, read_user, user_by_login
from deskside.platform.identity.schemas.credentials import Me, MePatch
from deskside.platform.identity.schemas.users import UserIn, UserOut, UserPatch
from deskside.platform.identity.service.credentials import end_sessions, end_tokens
from deskside.platform.identity.service.departments import check_department
from deskside.platform.identity.service.totp import switch_off
from deskside.platform.versions import bump

AUDITED = (
    "name",
    "roles",
    "approved",
    "disabled",
    "totp_on",
    "sites",
    "department_id",
    "active_site",
    "coach_id",
    "email",
    "wecom",
    "openid",
)
ADDRESSES = ("email", "phone", "wecom", "openid")
PLAIN = ("name", "roles", "approved", "disabled", "sites")
NULLABLE = ("department_id", "active_site", "coach_id", *ADDRESSES)


def create_user(
    database: Database, body: UserIn, actor: Principal, passwords: Passwords = PASSWORDS
) -> UserOut:
    """A new user; Conflict for a taken login. Not inside a transaction: hashing takes long."""
    password_hash = None
    if body.password is not None:
        check_new_password(body.password, body.login)
        password_hash = passwords.hash(body.password)
    return database.write(_create, body, password_hash, actor)


def add_user(
    db: Writes,
    login: str,
    name: str,
    roles: Collection[str],
    password: str,
    department_id: int | None = None,
    *,
    passwords: Passwords = PASSWORDS,
) -> User:
    """An approved user by the command line or the demo. Hashes inside the transaction: nobody waits."""
    given = {"login": login, "name": name, "roles": list(roles), "department_id": department_id}
    body = parse_user(given)
    check_new_password(password, body.login)
    return insert_user(db, body, passwords.hash(password), None)


def parse_user(given: Mapping[str, object]) -> UserIn:
    """Checked fields of a new user; Invalid names those that are wrong."""
    try:
        return UserIn.model_validate(given)
    except ValidationError as error:
        fields = {str(problem["loc"][0]): problem["msg"] for problem in error.errors()}
        raise Invalid("; ".join(f"{name}: {text}" for name, text in fields.items()), fields=fields) from None


def insert_user(db: Writes, body: UserIn, password_hash: str | None, actor: Principal | None) -> User:
    """The row of a new user."""
    bump(db, "users")
    check_department(db, body.department_id)
    _check_site(body.sites, body.active_site)
    if user_by_login(db, body.login) is not None:
        raise _taken(body.login)
    user = User(
        **body.model_dump(exclude={"password"}),
        password_hash=password_hash,
        created_at=clock.now(),
        version=1,
    )
    db.add(user)
    try:
        db.flush()
    except IntegrityError:
        raise _taken(body.login) from None
    new = {"login": user.login, **_facts(user)}
    record(db, actor=actor, action="identity.user.create", subject=("user", user.id), new=new)
    return user


def update_user(db: Writes, user_id: int, body: UserPatch, actor: Principal) -> UserOut:
    """Change a user; Conflict with `current` when `body.version` is old, and for the last administrator."""
    # First the counter: who edits users waits for others who do, so two cannot each spare the other admin.
    bump(db, "users")
    user = existing_user(db, user_id)
    if user.version != body.version:
        raise _stale(read_user(db, user.id))
    old, was_admin = _facts(user), _is_admin(user)
    _apply(db, user, body)
    if was_admin and not _is_admin(user):
        _keep_an_admin(db, user, actor)
    user.version += 1
    db.flush()
    if user.disabled and not old["disabled"]:
        end_sessions(db, user.id)
        end_tokens(db, user.id)
    changed = {name: value for name, value in _facts(user).items() if value != old[name]}
    before = {name: old[name] for name in changed}
    record(db, actor=actor, action="identity.user.update", subject=("user", user.id), old=before, new=changed)
    return read_user(db, user.id)


def update_me(db: Writes, body: MePatch, actor: Principal) -> Me:
    """One's own language and theme."""
    user = existing_user(db, actor.user_id)
    old = {"locale": user.locale, "theme": user.theme}
    user.locale, user.theme = body.locale or user.locale, body.theme or user.theme
    new = {"locale": user.locale, "theme": user.theme}
    record(db, actor=actor, action="identity.user.preferences", subject=("user", user.id), old=old, new=new)
    db.flush()
    return read_me(db, actor)


def _create(db: Writes, body: UserIn, password_hash: str | None, actor: Principal) -> UserOut:
    return read_user(db, insert_user(db, body, password_hash, actor).id)


def _apply(db: Writes, user: User, body: UserPatch) -> None:
    for name in PLAIN:
        value = getattr(body, name)
        if value is not None:
            setattr(user, name, value)
    for name in NULLABLE:
        if name in body.model_fields_set:
            setattr(user, name, getattr(body, name))
    if body.totp is False:
        switch_off(user)
    with db.no_autoflush:
        check_department(db, user.department_id)
    _check_site(user.sites, user.active_site)


def _keep_an_admin(db: Writes, user: User, actor: Principal) -> None:
    if user.id == actor.user_id:
        raise Conflict("you cannot take your own rights away; ask another administrator")
    db.flush()
    if not any(_is_admin(each) for each in db.scalars(select(User).where(User.approved, ~User.disabled))):
        raise Conflict("this is the last administrator; make another one first")


def _is_admin(user: User) -> bool:
    return "admin" in user.roles and user.approved and not user.disabled


def _check_site(sites: list[str], active: str | None) -> None:
    if active is not None and active not in sites:
        problem = "the active site is not among the sites; add it there first"
        raise Invalid(problem, fields={"active_site": problem})


def _facts(user: User) -> dict[str, object]:
    phone = None if user.phone is None else mask_phone(user.phone)
    return {name: getattr(user, name) for name in AUDITED} | {"phone": phone}


def _taken(login: str) -> Conflict:
    return Conflict(f"the login {login} is taken; choose another", code="taken", fields={"login": "taken"})


def _stale(present: UserOut) -> Conflict:
    extra = {"current": present.model_dump(mode="json")}
    return Conflict("someone changed this user meanwhile; look at theirs", code="stale", extra=extra)
