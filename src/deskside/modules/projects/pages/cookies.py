"""Handing a browser the cookie by which it is known again."""

from datetime import timedelta

from starlette.responses import Response

from deskside.kernel.proxies import Caller
from deskside.modules.projects.rules.links_cookies import cookie_name

LIFETIME = timedelta(days=90)


def give(response: Response, caller: Caller, secret: str) -> None:
    """Not for scripts, not for other sites; nothing on an address where the network would read it."""
    name = cookie_name(caller)
    if name is not None:
        response.set_cookie(
            name,
            secret,
            max_age=int(LIFETIME.total_seconds()),
            path="/",
            secure=caller.https,
            httponly=True,
            samesite="lax",
        )
