"""The addresses of the old management pages: reminders and plans made, changed, searched, exported."""

from http import HTTPStatus
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Path, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, StringConstraints

from deskside.kernel.auth import Principal, public, requires
from deskside.kernel.errors import BadRequest, NotFound
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist import rules
from deskside.modules.assist.legacy.answers import KeptRoute, accepted
from deskside.modules.assist.legacy.bodies import Parameters, Submission, read
from deskside.modules.assist.legacy.forms import InsertIn, NewIn, PlanUpdateIn, read_wish
from deskside.modules.assist.legacy.items import search_items
from deskside.modules.assist.queries.search import Search, search_reminders
from deskside.modules.assist.queries.tasks import find_task
from deskside.modules.assist.schemas import Id
from deskside.modules.assist.service.exports import export_for_task
from deskside.modules.assist.service.kept import delete_for_task, save_plan_for_task
from deskside.modules.assist.service.kept_inserts import insert_for_task
from deskside.modules.assist.service.kept_uploads import insert_with_list, upload_plans_for_task
from deskside.modules.assist.service.tasks import file_result
from deskside.platform import files

router = make_router("kept", route_class=KeptRoute)
Manager = Annotated[Principal, requires("assist:manage")]
ReminderId = Annotated[Id, Path()]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=255), Query()]
FILE: dict[str, object] = {"type": "string", "format": "binary"}


def _zone(request: Request) -> ZoneInfo:
    return cast("ZoneInfo", request.app.state.zone)


Zone = Annotated[ZoneInfo, Depends(_zone)]


def _body(model: type[BaseModel] | None = None, **parts: dict[str, object]) -> dict[str, object]:
    content: dict[str, object] = {}
    if model is not None:
        content["application/json"] = {"schema": model.model_json_schema()}
    if parts:
        content["multipart/form-data"] = {"schema": {"type": "object", "properties": parts}}
    return {"requestBody": {"required": True, "content": content}}


@router.get("/reminder/ReminderManagement.html", dependencies=[public], response_class=RedirectResponse)
def reminder_page() -> str:
    """The page for reminders is the console's."""
    return "/assist/reminders"


@router.get("/plan/PlanManagement.html", dependencies=[public], response_class=RedirectResponse)
def plan_page() -> str:
    """The page for plans is the console's."""
    return "/assist/plans"


@router.post(
    "/reminder/insert",
    status_code=HTTPStatus.ACCEPTED,
    openapi_extra=_body(NewIn, reminder_data={"type": "string"}, file=FILE),
)
def insert(user: Manager, sent: Submission, db: Db, zone: Zone) -> JSONResponse:
    """Make a reminder, or edit the one of an `id`; with a file, once a job has read its accounts."""
    is_edit = sent.parameters.get("id") not in (None, "")
    wish = read_wish(read(InsertIn if is_edit else NewIn, sent.parameters))
    if sent.upload is None or wish.fields.get("is_global"):
        return accepted(db.write(insert_for_task, wish, user, zone))
    return accepted(db.write(insert_with_list, wish, sent.upload, user, zone))


@router.delete("/reminder/delete/{reminder_id}", status_code=HTTPStatus.ACCEPTED)
def delete(reminder_id: ReminderId, user: Manager, db: Db, zone: Zone) -> JSONResponse:
    """Take a reminder out of use."""
    return accepted(db.write(delete_for_task, reminder_id, user, zone))


@router.get("/reminder/search/id/{reminder_id}", status_code=HTTPStatus.ACCEPTED)
def search_id(reminder_id: ReminderId, user: Manager, db: Db, zone: Zone) -> JSONResponse:
    """The reminder of an id, in a list."""
    return _found(db, user, zone, Search(reminder_id=reminder_id))


@router.get("/reminder/search/createtime", status_code=HTTPStatus.ACCEPTED)
def search_created(
    user: Manager, db: Db, zone: Zone, start_date: str, end_date: str | None = None
) -> JSONResponse:
    """Reminders made from `start_date` on, up to the end of `end_date`."""
    since = rules.parse_moment(start_date, zone, field="start_date")
    if since is None:
        raise BadRequest("start_date: 请填写日期 (YYYY-MM-DD)")
    until = rules.parse_end(end_date, zone, field="end_date")
    if until is not None and until <= since:
        raise BadRequest("end_date: 早于 start_date")
    return _found(db, user, zone, Search(since=since, until=until))


@router.get("/reminder/search/title", status_code=HTTPStatus.ACCEPTED)
def search_title(user: Manager, db: Db, zone: Zone, title: Word) -> JSONResponse:
    """Reminders with these two characters or more in their title."""
    return _found(db, user, zone, Search(title=title))


def _found(db: Db, user: Principal, zone: ZoneInfo, wanted: Search) -> JSONResponse:
    items = search_items(db.read(search_reminders, wanted), zone)
    return accepted(db.write(file_result, user, items))


@router.get("/reminder/status/{reminder_id}", status_code=HTTPStatus.ACCEPTED)
def status(reminder_id: ReminderId, user: Manager, db: Db, zone: Zone) -> JSONResponse:
    """Have a workbook made of every tick and of the accounts as they stand."""
    return accepted(db.write(export_for_task, reminder_id, "status", user, zone))


@router.get("/reminder/getaccts/{reminder_id}", status_code=HTTPStatus.ACCEPTED)
def getaccts(reminder_id: ReminderId, user: Manager, db: Db, zone: Zone) -> JSONResponse:
    """Have a workbook made of the account list."""
    return accepted(db.write(export_for_task, reminder_id, "accounts", user, zone))


@router.get("/reminder/download/{task_id}", response_class=Response)
def download(task_id: str, user: Manager, db: Db) -> Response:
    """The file that a task has made, for five minutes."""
    task = db.read(find_task, task_id, user)
    if task is not None and task.status == "FAILURE":
        return JSONResponse({"message": task.message}, HTTPStatus.INTERNAL_SERVER_ERROR)
    if task is None or task.file_id is None:
        raise NotFound(f"任务不存在或已过期: {task_id}")
    if task.status == "PENDING":
        return JSONResponse({"message": "文件还在生成中"}, HTTPStatus.ACCEPTED, {"Retry-After": "1"})
    found = db.read(files.find_opened, task.file_id, user)
    if found is None:
        raise NotFound("文件已删除")
    return files.send_file(db, found)


@router.post("/plan/update", status_code=HTTPStatus.ACCEPTED, openapi_extra=_body(PlanUpdateIn))
def update_plan(user: Manager, parameters: Parameters, db: Db) -> JSONResponse:
    """Create a plan, or change the one of that id."""
    return accepted(db.write(save_plan_for_task, read(PlanUpdateIn, parameters).wanted(), user))


@router.post("/plan/upload", status_code=HTTPStatus.ACCEPTED, openapi_extra=_body(file=FILE))
def upload_plans(user: Manager, sent: Submission, db: Db) -> JSONResponse:
    """Create and change the plans of a table."""
    if sent.upload is None:
        raise BadRequest("file: 请选择 xlsx 文件")
    return accepted(db.write(upload_plans_for_task, sent.upload, user))
