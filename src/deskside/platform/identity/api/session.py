"""`/api/session` and `/api/setup`: signing in and out."""

from functools import partial
from typing import Annotated, cast

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync
from fastapi import Header, Request, Response

from deskside.kernel.auth import SignedIn, public
from deskside.kernel.proxies import Caller, CallerOf
from deskside.kernel.routing import make_router
from deskside.kernel.site import Site
from deskside.kernel.vault import VaultOf
from deskside.kernel.wire import Db
from deskside.platform.identity import passwords
from deskside.platform.identity.api.access import InPerson
from deskside.platform.identity.cookies import clear_cookie, set_cookie
from deskside.platform.identity.queries.users import read_me
from deskside.platform.identity.same_site import check_origin
from deskside.platform.identity.schemas.credentials import Me, MePatch, SetUp, SignIn
from deskside.platform.identity.service.credentials import end_session
from deskside.platform.identity.service.set_up import set_up
from deskside.platform.identity.service.sign_in import Attempt, sign_in
from deskside.platform.identity.service.users import update_me

router = make_router("identity")
UserAgent = Annotated[str, Header(alias="user-agent")]
_signing_in: RunVar[CapacityLimiter] = RunVar("deskside_signing_in")


def _turns() -> CapacityLimiter:
    """Threads of their own: when a call centre starts its day, hashing must not take those of everybody."""
    limiter = _signing_in.get(None)
    if limiter is None:
        limiter = CapacityLimiter(passwords.AT_ONCE)
        _signing_in.set(limiter)
    return limiter


def _check_origin(request: Request, caller: Caller) -> None:
    site = cast("Site | None", getattr(request.app.state, "site", None))
    check_origin(request, caller, site.public_url if site else None)


@router.post("/api/session", dependencies=[public])
async def post_session(
    request: Request,
    response: Response,
    db: Db,
    vault: VaultOf,
    caller: CallerOf,
    *,
    body: SignIn,
    user_agent: UserAgent = "",
) -> Me:
    """Sign in; the cookie is the session."""
    _check_origin(request, caller)
    work = partial(sign_in, db, Attempt(body, caller, user_agent), vault)
    begun = await run_sync(work, limiter=_turns())
    set_cookie(response, caller, begun.token)
    return begun.me


@router.get("/api/session")
def get_session(db: Db, principal: SignedIn) -> Me:
    """Who is signed in."""
    return db.read(read_me, principal)


@router.patch("/api/session")
def patch_session(db: Db, principal: InPerson, body: MePatch) -> Me:
    """Language and theme."""
    return db.write(update_me, body, principal)


@router.delete("/api/session", status_code=204)
def delete_session(response: Response, db: Db, caller: CallerOf, principal: InPerson) -> None:
    """Sign out."""
    db.write(end_session, principal.credential_id, principal)
    clear_cookie(response, caller)


@router.post("/api/setup", status_code=201, dependencies=[public])
async def post_setup(
    request: Request, response: Response, db: Db, caller: CallerOf, body: SetUp, user_agent: UserAgent = ""
) -> Me:
    """Make the first administrator, once, with the token that the first start printed."""
    _check_origin(request, caller)
    begun = await run_sync(partial(set_up, db, body, caller, user_agent), limiter=_turns())
    set_cookie(response, caller, begun.token)
    return begun.me
