"""The userscript and the extension, with this installation's addresses in them."""

import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response

from deskside import __version__
from deskside.kernel.auth import Principal, public, requires
from deskside.kernel.errors import Unavailable
from deskside.kernel.routing import make_router
from deskside.kernel.static import FOLDER
from deskside.modules.assist.settings import AssistEnv

router = make_router("assist")
TEMPLATE = FOLDER / "userscript" / "deskside.user.js"
EXTENSION = FOLDER / "extension"
FILLED = frozenset({".js", ".json"})


@cache
def _template(_changed: float) -> str:
    return TEMPLATE.read_text(encoding="utf-8")


@router.get("/assist/deskside.user.js", dependencies=[public], response_class=Response)
def userscript(request: Request) -> Response:
    """The script as its managers install and update it."""
    if not TEMPLATE.is_file():
        return PlainTextResponse("The userscript is not built here: run `make setup`.", status_code=503)
    text = _template(TEMPLATE.stat().st_mtime)
    for mark, value in _marks(_base(request), AssistEnv().crm_match).items():
        text = text.replace(mark, value)
    return Response(text, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@router.get("/assist/deskside-extension.zip", response_class=Response)
def extension(request: Request, _user: Annotated[Principal, requires("assist:read")]) -> Response:
    """The same panel as an extension, for browsers that allow no userscript manager."""
    if not EXTENSION.is_dir():
        raise Unavailable("the extension is not built here: run `make setup`")
    headers = {"Content-Disposition": 'attachment; filename="deskside-extension.zip"'}
    body = extension_zip(_base(request), AssistEnv().crm_match)
    return Response(body, media_type="application/zip", headers=headers)


def extension_zip(server: str, crm_match: str, folder: Path = EXTENSION) -> bytes:
    """The packed extension for the server at `server` and the CRM's pages that `crm_match` matches."""
    marks = _marks(server, crm_match)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.writestr(path.name, _filled(path, marks) if path.suffix in FILLED else path.read_bytes())
    return packed.getvalue()


def _filled(path: Path, marks: dict[str, str]) -> str:
    text = path.read_text(encoding="utf-8")
    for mark, value in marks.items():
        # every mark stands inside a double-quoted text
        text = text.replace(mark, json.dumps(value)[1:-1])
    return text


def _base(request: Request) -> str:
    return str(request.app.state.site.public_url or request.base_url).rstrip("/")


def _marks(base: str, crm_match: str) -> dict[str, str]:
    parts = urlsplit(base)
    # a browser takes nothing but numbers and dots as an extension's version
    numbers = re.match(r"\d+(\.\d+){0,3}", __version__)
    return {
        "__DESKSIDE_URL__": base,
        "__DESKSIDE_HOST__": parts.hostname or "",
        "__DESKSIDE_ORIGIN__": f"{parts.scheme}://{parts.netloc}",
        "__DESKSIDE_VERSION__": numbers.group() if numbers else "0",
        "__CRM_MATCH__": crm_match,
    }
