"""The CRM's AJAX endpoints, behind its session cookie. Knobs of the demo: delay=ms, fail=1, broken=1."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deskside.demo.crm import payloads
from deskside.demo.crm.data import ACCOUNTS, AGENTS, Account, search
from deskside.demo.crm.payloads import Json
from deskside.demo.crm.tickets import tickets_of

SESSION_COOKIE = "crm_session"
LONGEST_DELAY_MS = 60_000
PAGE_SIZE = 30

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def _account(request: Request) -> Account | None:
    number = request.query_params.get("bid", "")
    return ACCOUNTS.get(int(number)) if number.isdecimal() else None


def _of_account(payload: Callable[[Account], Json]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        account = _account(request)
        return _missing() if account is None else JSONResponse(payloads.answer(payload(account)))

    return endpoint


def _missing() -> Response:
    return JSONResponse({"resultCode": 1, "resultMessage": "Account not found.", "resultData": None}, 404)


async def _ahc(request: Request) -> Response:
    account = _account(request)
    chosen = request.query_params.get("funcid", "")
    found = [one for one in (account.functional if account else ()) if str(one.id) == chosen]
    return JSONResponse(payloads.answer(payloads.ahc_basic_info(found[0]))) if found else _missing()


async def _admin(request: Request) -> Response:
    agent = AGENTS.get(request.query_params.get("agent", ""), AGENTS["li"])
    return JSONResponse(payloads.answer(payloads.admin_info(agent)))


async def _tickets(request: Request) -> Response:
    """Form-encoded, as the CRM wants it: `query` is JSON, `isCancel` splits the list."""
    form = parse_qs((await request.body()).decode(), keep_blank_values=True)
    try:
        query = json.loads(form["query"][0])
        account, most = int(query["ChildBid"]), int(query["PageData"]["PageSize"])
    except (KeyError, TypeError, ValueError):
        return JSONResponse({"resultCode": 2, "resultMessage": "Bad query.", "resultData": None}, 400)
    cancelled = form.get("isCancel", ["false"])[0] == "true"
    found = tickets_of(account, cancelled=cancelled)
    return JSONResponse(payloads.answer(payloads.ticket_list(found, min(most, PAGE_SIZE))))


async def _search(request: Request) -> Response:
    found = search(request.query_params.get("q", ""))
    return JSONResponse(
        [
            {"id": one.id, "customer": one.customer, "product": one.product, "market": one.market}
            for one in found
        ]
    )


async def _functional(request: Request) -> Response:
    account = _account(request)
    return JSONResponse(
        [{"id": one.id, "text": one.label} for one in (account.functional if account else ())]
    )


def _served(endpoint: Endpoint) -> Endpoint:
    """`endpoint` with the session checked and the knobs of the demo applied."""

    async def served(request: Request) -> Response:
        knobs = request.query_params
        delay = knobs.get("delay", "")
        if delay.isdecimal():
            await asyncio.sleep(min(int(delay), LONGEST_DELAY_MS) / 1000)
        if SESSION_COOKIE not in request.cookies:
            return JSONResponse(
                {"resultCode": 401, "resultMessage": "Please sign in.", "resultData": None}, 401
            )
        if "fail" in knobs:
            return JSONResponse({"resultCode": 9, "resultMessage": "Server busy.", "resultData": None}, 500)
        if "broken" in knobs:
            return Response('{"resultData": {"Message"', media_type="application/json")
        return await endpoint(request)

    return served


def routes() -> list[Route]:
    """Every endpoint under /service, by the CRM's own names."""
    reads: dict[str, Endpoint] = {
        "GetProductExtensionData": _of_account(payloads.product_extension),
        "GetMasterAccountListV3": _of_account(payloads.master_accounts),
        "GetAHCBasicInfo": _ahc,
        "GetBaseAdminInfo": _admin,
        "GetAccountTag": _of_account(payloads.account_tags),
        "SearchAccounts": _search,
        "GetFuncAccounts": _functional,
    }
    made = [Route(f"/service/{name}", _served(endpoint)) for name, endpoint in reads.items()]
    return [*made, Route("/service/GetTicketList", _served(_tickets), methods=["POST"])]
