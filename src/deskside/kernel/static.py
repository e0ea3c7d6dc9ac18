"""The built console: files as they are, and its first page for every other address."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

FOLDER = Path(__file__).parents[1] / "static"
NOT_BUILT = "The console is not built here: run `make setup` in the checkout, or install the wheel."


class Console:
    """Serves `static/console`. Assets carry a hash in their name, so browsers may keep them.

    Addresses that begin with one of `not_pages` are the API's: 404 there.
    """

    def __init__(self, not_pages: tuple[str, ...], folder: Path = FOLDER / "console") -> None:
        self._not_pages = not_pages
        self._folder = folder
        self._files = StaticFiles(directory=folder, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(scope)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        if scope["path"].startswith(self._not_pages):
            raise HTTPException(404, "there is nothing at this address")
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, "pages are only read")
        path = scope["path"].lstrip("/")
        # /favicon.svg is a file, /schedules/assist.numbers a page
        if path.startswith("assets/") or ("." in path and "/" not in path):
            response = await self._files.get_response(path, scope)
            if path.startswith("assets/"):
                response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
            return response
        index = self._folder / "index.html"
        if not index.is_file():
            return PlainTextResponse(NOT_BUILT, status_code=503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
