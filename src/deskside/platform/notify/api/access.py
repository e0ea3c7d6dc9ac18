"""What the routes share: who may, in which language."""

from typing import Annotated, cast

from fastapi import Depends, Header, Request

from deskside.kernel.auth import Principal, Requires
from deskside.kernel.vault import VaultOf
from deskside.platform.notify.channels.base import Senders
from deskside.platform.notify.channels.opening import senders_of
from deskside.platform.notify.texts import Language

READS = [Depends(Requires("notify:read"))]
Manager = Annotated[Principal, Depends(Requires("notify:manage"))]


def _language(accept_language: Annotated[str, Header()] = "zh-CN") -> Language:
    return "en" if accept_language.strip().lower().startswith("en") else "zh"


def _senders(request: Request, vault: VaultOf) -> Senders:
    given = getattr(request.app.state, "senders", None)
    return senders_of(vault) if given is None else cast("Senders", given)


Spoken = Annotated[Language, Depends(_language)]
SendersOf = Annotated[Senders, Depends(_senders)]
