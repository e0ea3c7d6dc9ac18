"""One's own password, second factor and browsers."""

from deskside.kernel.auth import public
from deskside.kernel.routing import make_router
from deskside.kernel.vault import VaultOf
from deskside.kernel.wire import Db
from deskside.platform.identity.api.access import InPerson
from deskside.platform.identity.queries.credentials import list_sessions
from deskside.platform.identity.schemas.credentials import (
    PasswordChange,
    PasswordProof,
    PasswordReset,
    SessionsOut,
    TotpCode,
    TotpStart,
)
from deskside.platform.identity.schemas.users import Id
from deskside.platform.identity.service.credentials import end_session
from deskside.platform.identity.service.passwords import (
    begin_totp,
    change_password,
    reset_password,
    switch_totp_off,
)
from deskside.platform.identity.service.totp import confirm_totp

router = make_router("identity")


@router.put("/api/session/password", status_code=204)
def put_password(db: Db, actor: InPerson, body: PasswordChange) -> None:
    """Change one's own password; other browsers are signed out."""
    change_password(db, body, actor)


@router.post("/api/password", status_code=204, dependencies=[public])
def post_password(db: Db, body: PasswordReset) -> None:
    """Set a password with the token of a reset link."""
    reset_password(db, body)


@router.post("/api/session/totp")
def post_totp(db: Db, vault: VaultOf, actor: InPerson, body: PasswordProof) -> TotpStart:
    """Begin to switch the second factor on."""
    return begin_totp(db, body.password, actor, vault)


@router.put("/api/session/totp", status_code=204)
def put_totp(db: Db, vault: VaultOf, actor: InPerson, body: TotpCode) -> None:
    """Switch it on with a code of the app."""
    db.write(confirm_totp, actor, body.code, vault)


@router.post("/api/session/totp/off", status_code=204)
def post_totp_off(db: Db, actor: InPerson, body: PasswordProof) -> None:
    """Switch it off."""
    switch_totp_off(db, body.password, actor)


@router.get("/api/sessions")
def get_sessions(db: Db, actor: InPerson, user_id: Id | None = None) -> SessionsOut:
    """One's own signed-in browsers; with users:manage those of `user_id`."""
    return db.read(list_sessions, actor, user_id)


@router.delete("/api/sessions/{session_id}", status_code=204)
def delete_one_session(db: Db, actor: InPerson, session_id: Id) -> None:
    """Sign a browser out."""
    db.write(end_session, session_id, actor)
