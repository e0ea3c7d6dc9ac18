"""Plain ASGI paths in front of the app, for what is asked too often for routing and validation."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True)
class FrontPath:
    """A plain ASGI path in front of the app; it declares scope and rate class as a route does.

    Without a scope it is public; with one, only requests that carry a bearer token go there. A path that ends
    with a slash is every path below it.
    """

    method: str
    path: str
    scope: str | None
    rate: str
    app: ASGIApp


class Front:
    """Hot paths go straight to their handler, those with a scope when a bearer token comes along."""

    def __init__(self, app: ASGIApp, paths: list[FrontPath]) -> None:
        self.app = app
        self._exact = {(path.method, path.path): path for path in paths if not path.path.endswith("/")}
        self._below = [path for path in paths if path.path.endswith("/")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._find(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if found is not None and (found.scope is None or _has_token(scope)):
            await found.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _find(self, method: str, path: str) -> FrontPath | None:
        exact = self._exact.get((method, path))
        if exact is not None:
            return exact
        below = (one for one in self._below if method == one.method and path.startswith(one.path))
        return next(below, None)


def _has_token(scope: Scope) -> bool:
    return b"authorization" in [name for name, _value in scope["headers"]]
