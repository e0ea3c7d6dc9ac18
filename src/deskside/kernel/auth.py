"""Who is asking, and the declaration that every route makes of what it takes to be answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, cast

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from deskside.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Principal:
    """The signed-in user behind a request. `credential_id` is the session's or the token's own id."""

    user_id: int
    login: str
    name: str
    department_id: int | None
    roles: frozenset[str]
    scopes: frozenset[str]
    kind: Literal["session", "api", "device"]
    credential_id: int


Authenticate = Callable[[Request], Principal]


@dataclass(frozen=True)
class Requires:
    """A dependency that answers with the principal, 401 without one, 403 without `scope` (None: any user)."""

    scope: str | None

    def __call__(self, request: Request) -> Principal:
        authenticate = cast("Authenticate", request.app.state.authenticate)
        principal = authenticate(request)
        check_scope(principal, self.scope)
        return principal


def check_scope(principal: Principal, scope: str | None) -> None:
    """Raise Forbidden, naming the scope that is missing."""
    if scope is not None and scope not in principal.scopes:
        raise Forbidden(f"this needs the scope {scope}; ask an administrator for a role that has it")


def requires(scope: str) -> object:
    """Stand in `Annotated[Principal, …]` or in the `dependencies=[…]` of a route."""
    return Depends(Requires(scope))


def _open_to_all() -> None:
    """Nothing to check."""


public = Depends(_open_to_all)
"""For `dependencies=[public]` on the few routes that need no sign-in."""

SignedIn = Annotated[Principal, Depends(Requires(None))]


def undeclared_routes(app: FastAPI) -> list[str]:
    """`METHOD path` of each route that declares neither a scope nor that it is public.

    Routes of included routers are nested in FastAPI; whatever is no FastAPI route declares nothing.
    """
    found = iter_route_contexts(app.routes)
    return [f"{min(one.methods or {'*'})} {one.path}" for one in found if not _declares(one)]


def _declares(route: RouteContext) -> bool:
    dependant = getattr(route, "dependant", None)
    return isinstance(dependant, Dependant) and _declared(dependant)


def _declared(dependant: Dependant) -> bool:
    call = dependant.call
    if isinstance(call, Requires) or call is _open_to_all:
        return True
    return any(_declared(child) for child in dependant.dependencies)
