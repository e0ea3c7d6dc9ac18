"""What goes over the wire: the shape of models and errors, and the database handle that routes ask for."""

import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, ClassVar, cast

import structlog
from fastapi import Depends, FastAPI, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from starlette.exceptions import HTTPException

from deskside.kernel.db import Database
from deskside.kernel.errors import BadRequest, DesksideError, Invalid, Unavailable

log = structlog.get_logger(__name__)


class Input(BaseModel):
    """A request body: fields not named here are refused."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Output(BaseModel):
    """An answer. Moments are ISO 8601 with an offset."""

    model_config: ClassVar[ConfigDict] = ConfigDict(from_attributes=True)


def _database(request: Request) -> Database:
    return cast("Database", request.app.state.database)


Db = Annotated[Database, Depends(_database)]
"""Routes call `db.read(queries.x, …)` or `db.write(service.y, …)`: committed before the answer."""


def error_response(error: DesksideError) -> JSONResponse:
    """The answer that a known error becomes."""
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else None
    return JSONResponse(error.body(), status_code=error.status, headers=headers)


RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
"""The id of a row in an address: what no database could hold is refused at the door."""

Answer = Callable[[Exception], Response]


def install_error_handlers(app: FastAPI, kept: Mapping[str, Answer] | None = None) -> None:
    """Give every failure one wire form; addresses that begin with a key of `kept` have that contract's."""

    def handle(request: Request, error: Exception) -> Response:
        path = request.url.path
        answer = next(
            (call for prefix, call in (kept or {}).items() if path.startswith(prefix)), plain_answer
        )
        return answer(error)

    for kind in (DesksideError, RequestValidationError, HTTPException, DBAPIError, Exception):
        app.add_exception_handler(kind, handle)


def plain_answer(error: Exception) -> Response:
    """`{code, detail, fields?}` with the right status; what is unforeseen gets an id that the log has too."""
    if isinstance(error, HTTPException):
        body = {"code": HTTPStatus(error.status_code).name.lower(), "detail": str(error.detail)}
        return JSONResponse(body, status_code=error.status_code, headers=error.headers)
    return error_response(_known(error))


def _known(error: Exception) -> DesksideError:
    if isinstance(error, DesksideError):
        return error
    if isinstance(error, RequestValidationError):
        return _of_validation(error)
    if isinstance(error, (OperationalError, InterfaceError)):
        log.warning("database.unavailable", error=str(error.orig))
        cause = f"the database does not answer or cannot write ({type(error.orig).__name__})"
        return Unavailable(f"{cause}; try again shortly", retry_after=5)
    reference = secrets.token_hex(6)
    log.error("request.failed", reference=reference, exc_info=error)
    return DesksideError(f"something went wrong here; the log has it under {reference}")


def _of_validation(error: RequestValidationError) -> DesksideError:
    problems = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return BadRequest("the body is not JSON")
    fields = {
        ".".join(str(part) for part in problem["loc"][1:]) or "body": problem["msg"] for problem in problems
    }
    return Invalid("; ".join(f"{name}: {message}" for name, message in fields.items()), fields=fields)
