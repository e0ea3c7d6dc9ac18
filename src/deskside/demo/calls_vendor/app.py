"""The vendor's addresses as an ASGI app; the demo world mounts it at /calls-vendor."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from http import HTTPStatus

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deskside.demo.calls_vendor.state import (
    MOST_DAYS,
    MOST_PER_PAGE,
    OK,
    PASSWORD,
    SECRET,
    USERNAME,
    Trouble,
    Vendor,
)
from deskside.modules.calls.demo import demo_stats
from deskside.modules.calls.schemas.vendor import Call

Endpoint = Callable[[Request], Awaitable[Response]]
BAD_REQUEST, BAD_LOGIN = 400, 1_000_003
KINDS = {1: "account", 20: "task"}


def make_vendor(vendor: Vendor) -> Starlette:
    """The vendor over HTTP."""

    async def token(request: Request) -> Response:
        vendor.asked["token"] += 1
        given = request.query_params
        named = _same(given.get("username"), USERNAME) and _same(given.get("password"), PASSWORD)
        if not named and not _same(given.get("secret"), SECRET):
            return _answer(BAD_LOGIN, None, "账号或密码错误")
        return _answer(OK, {"token": vendor.new_token()})

    async def records(request: Request) -> Response:
        return await _records(vendor, request)

    async def stats(request: Request) -> Response:
        return await _stats(vendor, request)

    return Starlette(
        routes=[
            Route("/token", token),
            Route("/token/secret", token),
            Route("/task/cdr/all2", records),
            Route("/extension/agent/stat", stats, methods=["POST"]),
            Route("/switches", _switches(vendor), methods=["POST"]),
        ]
    )


def _switches(vendor: Vendor) -> Endpoint:
    """`{"latency": 0.1, "grow": 2, "refuse_tokens": false, "expire": true, "trouble": {"2": ["500", 1]}}`."""

    async def switch(request: Request) -> Response:
        wanted = msgspec.json.decode(await request.body(), type=_Wanted)
        vendor.latency = vendor.latency if wanted.latency is None else wanted.latency
        vendor.grow = vendor.grow if wanted.grow is None else wanted.grow
        vendor.late_grade = wanted.late_grade
        if wanted.refuse_tokens is not None:
            vendor.refuse_tokens = wanted.refuse_tokens
        if wanted.trouble is not None:
            vendor.trouble = {int(page): what for page, what in wanted.trouble.items()}
        if wanted.expire:
            vendor.expire_token()
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return switch


class _Wanted(msgspec.Struct):
    latency: float | None = None
    grow: int | None = None
    late_grade: str | None = None
    refuse_tokens: bool | None = None
    expire: bool = False
    trouble: dict[str, tuple[Trouble, int]] | None = None


class _Span(msgspec.Struct):
    start_time: str
    end_time: str
    query_type: int


async def _records(vendor: Vendor, request: Request) -> Response:
    given = request.query_params
    page, size = int(given.get("page", "1")), int(given.get("pageSize", "100"))
    vendor.asked[f"page {page}"] += 1
    await asyncio.sleep(vendor.latency)
    code = vendor.code_of(request.headers.get("authorization", ""))
    if code != OK:
        return _answer(code, None, "token 无效或已过期")
    bounds = _bounds(vendor, given.get("startTime", ""), given.get("endTime", ""))
    if bounds is None or page < 1 or not 1 <= size <= MOST_PER_PAGE:
        return _answer(BAD_REQUEST, None, "参数错误")
    trouble = vendor.trouble_at(page)
    if trouble in {"500", "429"}:
        headers = {"Retry-After": "1"} if trouble == "429" else None
        return Response(b"busy", int(trouble), headers)
    calls = vendor.calls_between(*bounds)
    shown = _page(calls, page, size, trouble)
    vendor.grow_day(bounds[0].date())
    return _broken(_answer(OK, {"data": shown, "totalCount": len(calls)}), trouble)


def _page(calls: list[Call], page: int, size: int, trouble: Trouble | None) -> list[dict[str, object]]:
    start = (max(1, page - 1) if trouble == "duplicate" else page) * size - size
    cut = calls[start : start + size]
    if trouble == "missing":
        cut = []
    if trouble == "truncated":
        cut = cut[: len(cut) // 2]
    return [_record(call) for call in cut]


def _broken(answer: Response, trouble: Trouble | None) -> Response:
    if trouble == "garbage":
        return Response(b"<html>504</html>", media_type="text/html")
    if trouble == "cut":
        return Response(bytes(answer.body)[: len(answer.body) // 2], media_type="application/json")
    return answer


async def _stats(vendor: Vendor, request: Request) -> Response:
    vendor.asked["stats"] += 1
    await asyncio.sleep(vendor.latency)
    code = vendor.code_of(request.headers.get("authorization", ""))
    if code != OK:
        return _answer(code, None, "token 无效或已过期")
    wanted = msgspec.json.decode(await request.body(), type=_Span)
    bounds = _bounds(vendor, wanted.start_time, wanted.end_time)
    if bounds is None or wanted.query_type not in KINDS:
        return _answer(BAD_REQUEST, None, "参数错误")
    found = demo_stats(vendor.calls_between(*bounds))[KINDS[wanted.query_type]]
    rows = [
        {
            "user_id": row.ref,
            "username": row.name,
            "callout_number": row.callout,
            "called_number": row.called,
            "connected_rate": row.called / row.callout if row.callout else 0,
            "success_number": row.success,
            "intention_number": row.called,
            "intention_number2": 0,
        }
        for row in found
    ]
    return _answer(OK, {"content": rows, "total": len(rows), "average": _mean(row.called for row in found)})


def _mean(numbers: Iterable[int]) -> float:
    known = list(numbers)
    return sum(known) / len(known) if known else 0.0


def _bounds(vendor: Vendor, starts: str, ends: str) -> tuple[datetime, datetime] | None:
    try:
        first, last = (
            datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=vendor.zone)
            for text in (starts, ends)
        )
    except ValueError:
        return None
    return (first, last) if timedelta(0) <= last - first <= timedelta(days=MOST_DAYS) else None


def _record(call: Call) -> dict[str, object]:
    return {
        "id": call.record_id,
        "taskId": call.task_id,
        "TaskName": call.task_name,
        "callTime": call.called_at,
        "duration": call.seconds,
        "phone": call.phone,
        "grade": call.grade,
        "hangupReason": call.hangup,
        "deviceId": call.agent_id,
        "deviceName": call.agent_name,
        "userId": call.agent_id,
        "city": call.city,
        "province": call.province,
        "isCall": int(call.answered),
    }


def _answer(code: int, data: object, said: str = "") -> Response:
    body = msgspec.json.encode({"code": code, "data": data, "msg": said})
    return Response(body, media_type="application/json")


def _same(given: str | None, known: str) -> bool:
    return given is not None and hmac.compare_digest(given.encode(), known.encode())
