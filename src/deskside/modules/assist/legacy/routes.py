"""The addresses of the kept contract."""

from http import HTTPStatus
from time import monotonic
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Path, Request
from fastapi.responses import JSONResponse

from deskside.kernel import clock
from deskside.kernel.auth import Principal, requires
from deskside.kernel.errors import NotFound
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist import rules
from deskside.modules.assist.cache.seen import Report, Seen
from deskside.modules.assist.legacy.answers import KeptRoute, accepted
from deskside.modules.assist.legacy.bodies import AcctIn, OpIn, Parameters, read
from deskside.modules.assist.legacy.items import kept_items
from deskside.modules.assist.legacy.management import router as management
from deskside.modules.assist.queries.lookup import Found, find_for_account
from deskside.modules.assist.queries.tasks import find_task
from deskside.modules.assist.schemas import LookupIn, PlanId
from deskside.modules.assist.service.kept import plan_for_task, tick_for_task
from deskside.modules.assist.service.tasks import file_result
from deskside.modules.assist.service.ticks import TickWish

router = make_router("kept", route_class=KeptRoute)
router.routes.extend(management.routes)
Reader = Annotated[Principal, requires("assist:read")]
Ticker = Annotated[Principal, requires("assist:tick")]


def _zone(request: Request) -> ZoneInfo:
    return cast("ZoneInfo", request.app.state.zone)


Zone = Annotated[ZoneInfo, Depends(_zone)]


def _body(model: type[AcctIn | OpIn]) -> dict[str, object]:
    content = {"application/json": {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


@router.post("/reminder/acct", status_code=HTTPStatus.ACCEPTED, openapi_extra=_body(AcctIn))
def reminders_of_account(
    user: Reader, parameters: Parameters, request: Request, db: Db, zone: Zone
) -> JSONResponse:
    """The reminders of an account; the task has them at once."""
    asked = read(AcctIn, parameters)
    question = LookupIn(**asked.model_dump())
    now = clock.now()
    found = db.read(find_for_account, question, user, now)
    _note(request, question, found)
    return accepted(db.write(file_result, user, kept_items(found, now, zone)))


def _note(request: Request, question: LookupIn, found: Found) -> None:
    """Have what was reported of the account recorded, where the process has somebody who does that."""
    seen = cast("Seen | None", getattr(request.app.state, "seen", None))
    if seen is not None:
        number = rules.parse_cn_num(question.cn_num)
        tags = None if question.tags is None else rules.normal_tags(question.tags)
        seen.note(Report(question.acct_id, found.market, found.business, number, tags), monotonic())


@router.post("/reminder/op", status_code=HTTPStatus.ACCEPTED, openapi_extra=_body(OpIn))
def tick_of_account(user: Ticker, parameters: Parameters, db: Db, zone: Zone) -> JSONResponse:
    """Tick or untick, in the order of arrival."""
    asked = read(OpIn, parameters)
    wish = TickWish(
        acct_id=asked.acct_id,
        reminder_id=asked.reminder_id,
        done=asked.is_processed,
        version=None,
        processed_by=asked.processed_by,
        processed_by_xf=asked.processed_by_xf,
    )
    return accepted(db.write(tick_for_task, wish, user, clock.now(), zone))


@router.get("/plan/{plan_id}", status_code=HTTPStatus.ACCEPTED)
def plan(plan_id: Annotated[PlanId, Path()], user: Reader, db: Db) -> JSONResponse:
    """A plan; the task has it at once."""
    return accepted(db.write(plan_for_task, plan_id, user))


@router.get("/task/{task_id}")
@router.get("/tasks/{task_id}", name="tasks")
def task(task_id: str, user: Reader, db: Db) -> JSONResponse:
    """How a task of the caller ended."""
    found = db.read(find_task, task_id, user)
    if found is None:
        raise NotFound(f"任务不存在或已过期: {task_id}")
    if found.status == "PENDING":
        return JSONResponse({"status": "PENDING"})
    key = "result" if found.status == "SUCCESS" else "message"
    value = found.result if found.status == "SUCCESS" else found.message
    return JSONResponse({"status": found.status, key: value})
