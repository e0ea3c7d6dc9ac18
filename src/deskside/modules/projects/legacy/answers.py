"""How the kept contract answers a failure of any kind: `{"detail"}`."""

import secrets
from collections.abc import Callable, Coroutine, Mapping
from http import HTTPStatus

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.exceptions import HTTPException

from deskside.kernel.errors import DesksideError

log = structlog.get_logger(__name__)
Handler = Callable[[Request], Coroutine[object, object, Response]]
PREFIXES = ("/api/projects", "/api/config/")
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
        wait = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
        return _failure(error.status, error.detail, error.body(), wait)
    if isinstance(error, RequestValidationError):
        fields = {str(problem["loc"][-1]): problem["msg"] for problem in error.errors()}
        said = "; ".join(f"{name}: {message}" for name, message in fields.items())
        more = {"code": "invalid", "fields": fields}
        return _failure(HTTPStatus.UNPROCESSABLE_ENTITY, f"请求无效：{said}", more)
    if isinstance(error, HTTPException):
        return _failure(error.status_code, str(error.detail), headers=error.headers)
    if isinstance(error, (OperationalError, InterfaceError)):
        log.warning("database.unavailable", error=str(error.orig))
        said = "数据库暂时不可用，请稍后重试"
        return _failure(HTTPStatus.SERVICE_UNAVAILABLE, said, headers={"Retry-After": "5"})
    reference = secrets.token_hex(6)
    log.error("request.failed", reference=reference, exc_info=error)
    return _failure(HTTPStatus.INTERNAL_SERVER_ERROR, f"服务器内部错误，日志编号 {reference}")


def _failure(
    status: int,
    text: str,
    extra: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    return JSONResponse({**(extra or {}), "detail": text}, status_code=status, headers=dict(headers or {}))
