"""Requests that a foreign page made a browser send, told apart from our own."""

from urllib.parse import urlsplit

from starlette.requests import Request

from deskside.kernel.errors import Forbidden
from deskside.kernel.proxies import Caller

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class ForeignRequest(Forbidden):
    """A change that another site may have asked for."""

    code = "foreign_request"


def check_origin(request: Request, caller: Caller, public_url: str | None) -> None:
    """Raise ForeignRequest when `Origin` names another site; requests without one pass."""
    origin = request.headers.get("origin")
    if origin is not None and origin.lower() not in _own(caller, public_url):
        raise ForeignRequest(
            f"this change comes from a page of {origin[:200]}, not of this site; if that is this site, "
            "set DESKSIDE_PUBLIC_URL to its address"
        )


def check_change(request: Request, caller: Caller, public_url: str | None) -> None:
    """Raise ForeignRequest unless a change that a cookie carries is surely from a page of ours."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("origin") is None:
        raise ForeignRequest("a change by cookie needs an Origin header; programs use a token instead")
    check_origin(request, caller, public_url)
    _check_content(request)


def _check_content(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" or (not kind and _is_empty(request)):
        return
    if kind == "multipart/form-data" and request.headers.get("x-deskside") == "1":
        return
    raise ForeignRequest("a change by cookie is JSON, or multipart with the header X-Deskside: 1")


def _is_empty(request: Request) -> bool:
    headers = request.headers
    return headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers


def _own(caller: Caller, public_url: str | None) -> set[str]:
    own = {caller.origin}
    if public_url:
        parts = urlsplit(public_url.lower())
        own.add(f"{parts.scheme}://{parts.netloc}")
    return own
