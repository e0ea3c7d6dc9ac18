"""The fake CRM as an ASGI app; the demo world mounts it at /crm."""

from pathlib import Path
from secrets import token_urlsafe

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from deskside.demo.crm import endpoints
from deskside.demo.crm.data import AGENTS
from deskside.demo.crm.relay import Relay

STATIC = Path(__file__).parent / "static"
FILES = ("page.js", "page.css", "account.js", "demo-bar.js", "gm-shim.js", "tool.js")
SLOT = "<!-- installed userscript -->"
INSTALLED = '<script src="gm-shim.js"></script><script src="deskside.user.js"></script>'


def make_crm(deskside_url: str) -> Starlette:
    """The CRM whose button loads the userscript from `deskside_url` (scheme, host and port)."""
    files = [Route(f"/{name}", _file(name)) for name in FILES]
    pages = [Route("/", _page), Route("/css/{tool}", _tool)]
    return Starlette(routes=[*pages, *files, *endpoints.routes(), *Relay(deskside_url).routes()])


async def _page(request: Request) -> Response:
    """The one page; `?deskside=1` loads the userscript before the page's own scripts, as a manager does."""
    text = (STATIC / "page.html").read_text(encoding="utf-8")
    installed = request.query_params.get("deskside") == "1"
    agent = AGENTS.get(request.query_params.get("agent", ""), AGENTS["li"])
    page = text.replace(SLOT, INSTALLED if installed else "").replace("{agent}", agent.name)
    response = HTMLResponse(page, headers={"Cache-Control": "no-store"})
    if endpoints.SESSION_COOKIE not in request.cookies:
        path = f"{request.scope.get('root_path', '')}/"
        response.set_cookie(
            endpoints.SESSION_COOKIE, token_urlsafe(16), httponly=True, samesite="lax", path=path
        )
    return response


async def _tool(_request: Request) -> Response:
    """Where quick links lead: a page of the CRM's self-service tools."""
    return FileResponse(STATIC / "tool.html")


def _file(name: str) -> endpoints.Endpoint:
    async def serve(_request: Request) -> Response:
        return FileResponse(STATIC / name, headers={"Cache-Control": "no-cache"})

    return serve
