"""The session cookie: which name it has on which address, and where there is none."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from deskside.kernel.errors import Forbidden
from deskside.kernel.proxies import Caller

SECURE_NAME = "__Host-deskside"
PLAIN_NAME = "deskside"
LIFETIME = timedelta(hours=12)


class InsecureAddress(Forbidden):
    """Signing in would send the session over the network in the clear."""

    code = "insecure_address"


def cookie_name(caller: Caller) -> str:
    """Raise InsecureAddress on plain http from anywhere but this machine."""
    if caller.https:
        return SECURE_NAME
    if caller.on_loopback:
        return PLAIN_NAME
    raise InsecureAddress(
        f"signing in at http://{caller.host or caller.ip} would show your session to the network; "
        "use https, or a proxy that sends X-Forwarded-Proto and is named in DESKSIDE_TRUSTED_PROXIES"
    )


def session_token(request: Request, caller: Caller) -> str | None:
    """The token in the cookie; None without one. Raise InsecureAddress for one that came in the clear."""
    if not request.cookies.keys() & {SECURE_NAME, PLAIN_NAME}:
        return None
    return request.cookies.get(cookie_name(caller))


def set_cookie(response: Response, caller: Caller, token: str) -> None:
    """Hand the session to the browser: not for scripts, not for other sites."""
    seconds = int(LIFETIME.total_seconds())
    response.set_cookie(
        cookie_name(caller),
        token,
        max_age=seconds,
        path="/",
        secure=caller.https,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response, caller: Caller) -> None:
    """Take it back."""
    name = cookie_name(caller)
    response.delete_cookie(name, path="/", secure=caller.https, httponly=True, samesite="lax")
