"""What a userscript manager does for its script, for the demo: calls relayed to Deskside and nowhere else."""

import re
import ssl

import httpx2
import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
FORWARDED = frozenset({"accept", "authorization", "content-type"})
TIMEOUT_S = 30.0
JAVASCRIPT = "text/javascript; charset=utf-8"
SCRIPT = "/assist/deskside.user.js"
_ANNOUNCED = re.compile(rf"^// @downloadURL\s+(\S+){re.escape(SCRIPT)}\s*$", re.MULTILINE)


class Call(msgspec.Struct, frozen=True):
    """What the page wants sent; `data` is the body."""

    method: str
    url: str
    headers: dict[str, str] = {}
    data: str | None = None


class Relay:
    """Forwards to `base` (scheme, host and port of Deskside), whatever public name the script calls it by.

    Keeps the last script it was given, as a manager does: an installed script outlives its server's bad days.
    """

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._names = {self._base}
        self._tls = ssl.create_default_context()
        self._script: str | None = None

    def routes(self) -> list[Route]:
        """The two doors: calls, and the script itself."""
        return [Route("/gm", self._forward, methods=["POST"]), Route("/deskside.user.js", self._installed)]

    async def _forward(self, request: Request) -> Response:
        """Answer {ok, status, text}; `ok` false means that nobody answered."""
        if not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"detail": "Send JSON."}, 415)
        try:
            call = msgspec.json.decode(await request.body(), type=Call)
        except msgspec.DecodeError:
            return JSONResponse({"detail": "Send {method, url, headers, data}."}, 400)
        path = self._path(call.url)
        if path is None or call.method not in METHODS:
            return JSONResponse({"detail": f"This relay goes to {self._base} only."}, 403)
        headers = {name: value for name, value in call.headers.items() if name.lower() in FORWARDED}
        try:
            status, text = await self._send(call.method, path, headers, call.data)
        except httpx2.TransportError as error:
            return JSONResponse({"ok": False, "error": type(error).__name__})
        return JSONResponse({"ok": True, "status": status, "text": text})

    async def _installed(self, _request: Request) -> Response:
        try:
            status, text = await self._send("GET", SCRIPT, {}, None)
        except httpx2.TransportError:
            status, text = 0, ""
        if status == httpx2.codes.OK:
            self._script = text
            self._names |= set(_ANNOUNCED.findall(text))
        if self._script is None:
            return Response("// Deskside does not answer; no copy is installed.", 503, media_type=JAVASCRIPT)
        return Response(self._script, media_type=JAVASCRIPT, headers={"Cache-Control": "no-store"})

    def _path(self, url: str) -> str | None:
        """What follows Deskside's name in `url`; None for any other host."""
        for name in self._names:
            if url.startswith(f"{name}/"):
                return url.removeprefix(name)
        return None

    async def _send(
        self, method: str, path: str, headers: dict[str, str], data: str | None
    ) -> tuple[int, str]:
        async with httpx2.AsyncClient(verify=self._tls, trust_env=False, timeout=TIMEOUT_S) as client:
            answer = await client.request(method, self._base + path, headers=headers, content=data)
            return answer.status_code, answer.text
