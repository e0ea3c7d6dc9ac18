"""How the kept contract answers: 202 with a task, and `{"message"}` for everything that went wrong."""

import secrets
from collections.abc import Callable, Coroutine, Mapping, Sequence
from http import HTTPStatus

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from starlette.exceptions import HTTPException

from deskside.kernel.errors import BadRequest, DesksideError

log = structlog.get_logger(__name__)
Handler = Callable[[Request], Coroutine[object, object, Response]]
PREFIXES = ("/reminder/", "/plan/", "/task/", "/tasks/")
"""Where every error has this contract's body, also that of an address that does not exist."""


class KeptRoute(APIRoute):
    """A route whose errors have the document's body."""

    def get_route_handler(self) -> Handler:
        inner = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await inner(request)
            except Exception as error:  # noqa: BLE001 - whatever went wrong has this one form
                return kept_error(error)

        return answer


def kept_error(error: Exception) -> JSONResponse:
    """The kept contract's answer to a failure."""
    if isinstance(error, DesksideError):
        status = HTTPStatus.BAD_REQUEST if error.status == HTTPStatus.UNPROCESSABLE_ENTITY else error.status
        return _message(status, error.detail, error.retry_after)
    if isinstance(error, RequestValidationError):
        return _message(HTTPStatus.BAD_REQUEST, say_problems(error.errors()))
    if isinstance(error, HTTPException):
        return _message(error.status_code, str(error.detail), headers=error.headers)
    if isinstance(error, (OperationalError, InterfaceError)):
        return _database_away(error)
    reference = secrets.token_hex(6)
    log.error("request.failed", reference=reference, exc_info=error)
    return _message(HTTPStatus.INTERNAL_SERVER_ERROR, f"服务器内部错误，日志编号 {reference}")


def _database_away(error: DBAPIError) -> JSONResponse:
    log.warning("database.unavailable", error=str(error.orig))
    cause = f"数据库暂时不可用（{type(error.orig).__name__}），请稍后重试"
    return _message(HTTPStatus.SERVICE_UNAVAILABLE, cause, retry_after=5)


def _message(
    status: int, text: str, retry_after: int | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    more = dict(headers or {}) | ({} if retry_after is None else {"Retry-After": str(retry_after)})
    return JSONResponse({"message": text}, status_code=status, headers=more)


def unreadable(error: ValidationError) -> BadRequest:
    """400 that names each parameter that is wrong."""
    return BadRequest(say_problems(error.errors()))


def say_problems(problems: Sequence[Mapping[str, object]]) -> str:
    """`name: what is wrong`, for each parameter."""
    return "; ".join(f"{_last(problem['loc'])}: {problem['msg']}" for problem in problems)


def _last(place: object) -> str:
    return str(place[-1]) if isinstance(place, tuple) and place else "body"


def accepted(task_id: str) -> JSONResponse:
    """202 with the task that has the result."""
    return JSONResponse({"task_id": task_id}, status_code=HTTPStatus.ACCEPTED)
