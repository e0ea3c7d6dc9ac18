"""Routers whose routes are analysed once.

FastAPI analyses a route where it is declared and again in each router that includes it, 3 ms each time. Ours
are declared with their whole address and their tag, and are then only listed.
"""

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.routing import APIRoute


def operation_id(route: APIRoute) -> str:
    """The name of a route in the API's description: unique within its tag."""
    return f"{route.tags[0] if route.tags else 'app'}_{route.name}"


def make_router(tag: str, prefix: str = "", *, route_class: type[APIRoute] = APIRoute) -> APIRouter:
    """A router for routes below `prefix`, shown under `tag`."""
    return APIRouter(
        prefix=prefix, tags=[tag], route_class=route_class, generate_unique_id_function=operation_id
    )


def joined(routers: Iterable[APIRouter]) -> APIRouter:
    """One router with the routes of all, in their order."""
    router = APIRouter()
    for one in routers:
        router.routes.extend(one.routes)
    return router
