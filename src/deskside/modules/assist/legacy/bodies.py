"""What old clients send: JSON or a form, numbers also as text, fields that nobody knows."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from deskside.kernel.auth import Principal, requires
from deskside.kernel.errors import BadRequest
from deskside.modules.assist.legacy.answers import unreadable
from deskside.modules.assist.models import MAX_ACCT_ID
from deskside.modules.assist.schemas import AcctId, Id, Tags
from deskside.modules.assist.service.submitting import Upload
from deskside.platform.files import limited_body, receive

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
CrmId = Annotated[int, Field(ge=0, le=MAX_ACCT_ID)]
M = TypeVar("M", bound=BaseModel)


class KeptInput(BaseModel):
    """Parameters of the kept contract."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="ignore", str_strip_whitespace=True, coerce_numbers_to_str=True
    )


class AcctIn(KeptInput):
    acct_id: AcctId
    market: str
    business: str
    cn_num: str | None = None
    tags: Tags | None = None

    @field_validator("tags", mode="before")
    @classmethod
    def _crm_text(cls, value: object) -> object:
        """Tags as the CRM writes them: `A;B;C`."""
        return value.split(";") if isinstance(value, str) else value


class OpIn(KeptInput):
    acct_id: AcctId
    reminder_id: Id
    is_processed: bool
    processed_by: CrmId | None = None
    processed_by_xf: CrmId | None = None

    @field_validator("processed_by", "processed_by_xf", mode="before")
    @classmethod
    def _absent(cls, value: object) -> object:
        return None if value == "" else value


async def _parameters(request: Request) -> dict[str, object]:
    kind = request.headers.get("content-type", "").lower()
    if kind.startswith(MULTIPART):
        sent = await receive(request)
        await sent.close()
        return {**sent.fields}
    if kind.startswith(URLENCODED):
        return dict(await request.form())
    return _object(await limited_body(request))


def _object(text: bytes | str) -> dict[str, object]:
    try:
        body: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest("请求内容不是 JSON") from error
    if not isinstance(body, dict):
        raise BadRequest("请求内容应为 JSON 对象")
    return body


@dataclass(frozen=True, slots=True)
class Submitted:
    """Parameters with the file that came beside them, if one did."""

    parameters: dict[str, object]
    upload: Upload | None = None


async def _submitted(
    request: Request, _user: Annotated[Principal, requires("assist:manage")]
) -> AsyncIterator[Submitted]:
    """JSON or a form; with a file, the parameters are its fields or the JSON text in `reminder_data`."""
    if not request.headers.get("content-type", "").lower().startswith(MULTIPART):
        yield Submitted(await _parameters(request))
        return
    sent = await receive(request)
    try:
        text = sent.fields.get("reminder_data")
        parameters: dict[str, object] = {**sent.fields} if text is None else _object(text)
        yield Submitted(parameters, None if sent.file is None else Upload(sent.name, sent.file.file))
    finally:
        await sent.close()


Parameters = Annotated[dict[str, object], Depends(_parameters)]
Submission = Annotated[Submitted, Depends(_submitted)]


def read(model: type[M], parameters: dict[str, object]) -> M:
    """The parameters as `model`. Raise BadRequest that names what is wrong."""
    try:
        return model.model_validate(parameters)
    except ValidationError as error:
        raise unreadable(error) from error
