"""Who may call, the site's zone, and the filter bar."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Header, Query, Request

from deskside.kernel.auth import Principal, requires
from deskside.modules.contacts.queries.filters import CustomerFilter
from deskside.modules.contacts.schemas.fields import Valid
from deskside.modules.contacts.schemas.imports import Language
from deskside.platform.files import Sent, receive

Reader = Annotated[Principal, requires("contacts:read")]
Writer = Annotated[Principal, requires("contacts:write")]
Importer = Annotated[Principal, requires("contacts:import")]
Exporter = Annotated[Principal, requires("contacts:export")]
EARLIEST, LATEST = date(1970, 1, 1), date(2200, 1, 1)
Words = Annotated[str | None, Query(max_length=256)]
Day = Annotated[date | None, Query(ge=EARLIEST, le=LATEST)]


def _zone(request: Request) -> ZoneInfo:
    return cast("ZoneInfo", request.app.state.zone)


Zone = Annotated[ZoneInfo, Depends(_zone)]


def _language(accept_language: Annotated[str, Header()] = "zh-CN") -> Language:
    return "en" if accept_language.strip().lower().startswith("en") else "zh"


Spoken = Annotated[Language, Depends(_language)]


def _filter(  # noqa: PLR0913, PLR0917 - one per column
    q: Words = None,
    name: Words = None,
    email: Words = None,
    importance: Annotated[str | None, Query(max_length=10, examples=["3", ">=3", "<2"])] = None,
    company: Words = None,
    country: Words = None,
    address: Words = None,
    phone: Words = None,
    website: Words = None,
    comment: Words = None,
    contacted_from: Day = None,
    contacted_to: Day = None,
    never_contacted: bool | None = None,  # noqa: FBT001 - a query parameter
    checked_from: Day = None,
    checked_to: Day = None,
    never_checked: bool | None = None,  # noqa: FBT001
    valid: Valid | None = None,
    valid_only: bool = False,  # noqa: FBT001, FBT002
    owner_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
) -> CustomerFilter:
    """One per column; texts stand anywhere in it, `importance` is `3`, `>=3`, `<2`."""
    given = dict(locals())
    texts = {
        name: value.replace("\0", "").strip() or None
        for name, value in given.items()
        if isinstance(value, str)
    }
    return CustomerFilter(**{**given, **texts})


Filtered = Annotated[CustomerFilter, Depends(_filter)]


async def _form(request: Request, _user: Importer) -> AsyncIterator[Sent]:
    sent = await receive(request)
    try:
        yield sent
    finally:
        await sent.close()


Form = Annotated[Sent, Depends(_form)]
"""What somebody sent; closed after the answer."""
