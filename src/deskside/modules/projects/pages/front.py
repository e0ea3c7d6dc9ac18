"""`GET /s/…` as a plain ASGI path: a constant page for everybody, the project for who has proved it.

What is answered without a proof depends on the language alone: never on the link, which is not looked up.
"""

from dataclasses import dataclass, field
from typing import Protocol

from starlette.types import Receive, Scope, Send

from deskside.kernel import clock
from deskside.kernel.db.raw import Asking
from deskside.kernel.errors import Unavailable
from deskside.kernel.headers import HSTS
from deskside.kernel.proxies import Caller, TrustedProxies
from deskside.modules.projects.cache.links_page import Pages
from deskside.modules.projects.cache.visits import Seen, Visits
from deskside.modules.projects.pages.assets import SCRIPT, STYLE
from deskside.modules.projects.pages.html import door, notice
from deskside.modules.projects.pages.limits import Limits
from deskside.modules.projects.pages.texts import TEXTS, Language, language_of
from deskside.modules.projects.queries.links.viewing import MayView, may_view
from deskside.modules.projects.rules.links import ROBOT, hash_of, is_token
from deskside.modules.projects.rules.links_cookies import cookie_name, secret_in
from deskside.modules.projects.rules.links_visitor import Visitor

PREFIX = "/s/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
PAGE = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-robots-tag", b"noindex, nofollow, noarchive"),
    (b"content-security-policy", POLICY.encode()),
    *ALWAYS,
]
KEPT = [(b"cache-control", b"public, max-age=31536000, immutable"), *ALWAYS]
VIEW_NOTED_SECONDS = 30
Headers = list[tuple[bytes, bytes]]


class Renders(Protocol):
    """Makes a recipient's page."""

    def __call__(self, view: MayView, language: Language) -> bytes | None:
        """The page; None when the recipient has left the project."""
        ...

    def shown(self, view: MayView) -> None:
        """Somebody looks at it: a stale one is to be renewed behind the answer."""
        ...


@dataclass
class Doors:
    """The constant pages, made once."""

    home: str = "/"
    wechat: bool = False
    made: dict[tuple[Language, str], bytes] = field(default_factory=dict)

    def of(self, language: Language, kind: str = "door") -> bytes:
        """The page of every link, or one sentence."""
        if (language, kind) not in self.made:
            texts = TEXTS[language]
            sentence = {"too_many": texts.too_many, "away": texts.away}.get(kind)
            page = notice(texts, sentence) if sentence else door(texts, home=self.home, wechat=self.wechat)
            self.made[language, kind] = page.encode()
        return self.made[language, kind]


@dataclass
class Asked:
    """One request, as far as the page needs it."""

    token: str
    token_hash: str
    caller: Caller
    language: Language
    headers: dict[bytes, bytes]

    @property
    def visitor(self) -> Visitor:
        """What is written down of who calls."""
        return Visitor.of(self.caller.ip, self.headers.get(b"user-agent", b"").decode("latin-1"))


@dataclass
class SharePages:
    """What answers below `/s/`."""

    asking: Asking
    proxies: TrustedProxies
    limits: Limits
    pages: Pages
    visits: Visits
    renders: Renders
    doors: Doors = field(default_factory=Doors)
    noted: dict[int, float] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - nothing is read
        asset = {STYLE.path: STYLE, SCRIPT.path: SCRIPT}.get(scope["path"])
        if asset is not None:
            headers = [(b"content-type", asset.media_type.encode()), *KEPT]
            await _send(scope, send, 200, asset.body, headers)
            return
        asked = self._asked(scope)
        secure = [HSTS] if asked.caller.https else []
        wait = self.limits.address.spend(asked.caller.budget_key)
        if wait:
            await self._refuse(scope, send, asked, 429, wait, secure)
            return
        try:
            await self._answer(scope, send, asked, secure)
        except Unavailable as error:
            await self._refuse(scope, send, asked, 503, error.retry_after or 5, secure)

    def _asked(self, scope: Scope) -> Asked:
        # Of a header that came twice the first counts, as everywhere else.
        headers = dict(reversed(scope["headers"]))
        query = scope["query_string"]
        language: Language = (
            "en"
            if query == b"lang=en"
            else language_of(headers.get(b"accept-language", b"").decode("latin-1"))
        )
        token = scope["path"][len(PREFIX) :]
        return Asked(token, hash_of(token), self.proxies.caller(scope), language, headers)

    async def _answer(self, scope: Scope, send: Send, asked: Asked, secure: Headers) -> None:
        view = await self._view(scope, asked)
        name: str | int = asked.token_hash if view is None else view.viewer_id
        budget = self.limits.link if view is None else self.limits.viewer
        wait = budget.spend(name)
        if wait:
            await self._refuse(scope, send, asked, 429, wait, secure)
            return
        body = None if view is None else await self._page(view, asked)
        if body is None or view is None:
            self._note(asked, "open", "page", None)
            body = self.doors.of(asked.language)
        else:
            self._note(asked, "view", "ok", view.viewer_id)
            self.renders.shown(view)
        await _send(scope, send, 200, body, [*PAGE, *secure])

    async def _view(self, scope: Scope, asked: Asked) -> MayView | None:
        secret = secret_in(scope["headers"], cookie_name(asked.caller))
        if secret is None or not is_token(asked.token):
            return None
        return await may_view(self.asking, hash_of(secret), asked.token_hash, clock.now())

    async def _page(self, view: MayView, asked: Asked) -> bytes | None:
        age = int((clock.now() - view.as_of).total_seconds()) // 60
        key = (view.project_id, view.recipient, asked.language, age, view.stamp)
        return await self.pages.get(key, lambda: self.renders(view, asked.language))

    def _note(self, asked: Asked, step: str, result: str, viewer_id: int | None) -> None:
        now = clock.now()
        if viewer_id is not None:
            if now.timestamp() - self.noted.get(viewer_id, 0.0) < VIEW_NOTED_SECONDS:
                return
            if len(self.noted) > 10_000:  # noqa: PLR2004 - as many as look within half a minute
                self.noted.clear()
            self.noted[viewer_id] = now.timestamp()
        who = asked.visitor
        said = ROBOT if who.device == ROBOT else result
        self.visits.note(Seen(asked.token_hash, now, step, said, who.network, who.device, viewer_id))

    async def _refuse(
        self, scope: Scope, send: Send, asked: Asked, status: int, wait: int, secure: Headers
    ) -> None:
        kind = "too_many" if status == 429 else "away"  # noqa: PLR2004 - HTTP
        headers = [*PAGE, *secure, (b"retry-after", b"%d" % wait)]
        await _send(scope, send, status, self.doors.of(asked.language, kind), headers)


async def _send(scope: Scope, send: Send, status: int, body: bytes, headers: Headers) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
