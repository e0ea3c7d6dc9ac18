"""Who pressed a button on a customer's page: checked for coming from there, and counted."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from deskside.kernel.errors import Forbidden, TooManyRequests
from deskside.kernel.proxies import Caller, CallerOf
from deskside.kernel.site import Site
from deskside.modules.projects.pages.limits import Limits
from deskside.modules.projects.pages.said import SAID, Said
from deskside.modules.projects.pages.texts import Language, language_of
from deskside.modules.projects.rules.links_cookies import cookie_name, secret_in
from deskside.modules.projects.rules.links_visitor import Visitor
from deskside.platform.identity import check_change


@dataclass(frozen=True)
class Acting:
    """A browser on a customer's page. `secret` is None until it was given a cookie."""

    caller: Caller
    language: Language
    visitor: Visitor
    secret: str | None

    @property
    def said(self) -> Said:
        """The sentences in its language."""
        return SAID[self.language]


def limits_of(request: Request) -> Limits:
    """The budgets of this process."""
    return cast("Limits", request.app.state.link_limits)


def _acting(request: Request, caller: CallerOf) -> Acting:
    site = cast("Site | None", getattr(request.app.state, "site", None))
    check_change(request, caller, site.public_url if site else None)
    language = language_of(request.headers.get("accept-language", ""))
    name = cookie_name(caller)
    if name is None:
        raise Forbidden(SAID[language].insecure, code="insecure_address")
    wait = limits_of(request).actions.spend(caller.budget_key)
    if wait:
        raise TooManyRequests(SAID[language].too_many, retry_after=wait)
    visitor = Visitor.of(caller.ip, request.headers.get("user-agent", ""))
    return Acting(caller, language, visitor, secret_in(request.scope["headers"], name))


ActingOf = Annotated[Acting, Depends(_acting)]


def spend_on_link(request: Request, acting: Acting, token_hash: str) -> None:
    """One more action with this link, whether there is such a link or not. Raise TooManyRequests."""
    wait = limits_of(request).link_actions.spend(token_hash)
    if wait:
        raise TooManyRequests(acting.said.too_many, retry_after=wait)
