"""Errors that an edge knows how to answer. Each carries its HTTP status, a code and a sentence for people."""

from collections.abc import Mapping
from typing import ClassVar


class DesksideError(Exception):
    """Something the caller can be told. `detail` says what is wrong and what to do."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        fields: Mapping[str, str] | None = None,
        retry_after: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.error_code = code or self.code
        self.fields = dict(fields or {})
        self.retry_after = retry_after
        self.extra = dict(extra or {})

    def body(self) -> dict[str, object]:
        """`{code, detail, fields?, …extra}`, the wire form of every error."""
        body: dict[str, object] = {"code": self.error_code, "detail": self.detail, **self.extra}
        if self.fields:
            body["fields"] = self.fields
        return body


class BadRequest(DesksideError):  # noqa: N818 - named as the answer it becomes
    status, code = 400, "bad_request"


class Unauthorized(DesksideError):  # noqa: N818
    status, code = 401, "unauthorized"


class Forbidden(DesksideError):  # noqa: N818
    status, code = 403, "forbidden"


class NotFound(DesksideError):  # noqa: N818
    status, code = 404, "not_found"


class Conflict(DesksideError):  # noqa: N818
    status, code = 409, "conflict"


class TooLarge(DesksideError):  # noqa: N818
    status, code = 413, "too_large"


class Invalid(DesksideError):  # noqa: N818
    status, code = 422, "invalid"


class TooManyRequests(DesksideError):  # noqa: N818
    status, code = 429, "too_many_requests"


class Unavailable(DesksideError):  # noqa: N818
    status, code = 503, "unavailable"
