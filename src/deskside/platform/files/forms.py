"""What a browser or a program sends with a file in it, read with a limit."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from deskside.kernel.errors import BadRequest, TooLarge
from deskside.platform.files.service import LARGEST_UPLOAD, MB

AROUND = MB
"""What fields and boundaries may take beside the file."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The text fields of a form and its file, None where none was chosen."""

    fields: dict[str, str]
    file: UploadFile | None

    @property
    def name(self) -> str:
        """What the sender calls the file."""
        return (self.file and self.file.filename) or ""

    async def close(self) -> None:
        """Let go of the file."""
        if self.file is not None:
            await self.file.close()


async def receive(request: Request) -> Sent:
    """A form with at most one file, its part called `file`.

    Raise TooLarge past 20 MB, also where no length was announced; BadRequest for what is no form.
    """
    parser = MultiPartParser(request.headers, _limited(request), max_files=1, max_fields=20)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise BadRequest(f"the form cannot be read: {error.message}") from error
    except KeyError as error:
        raise BadRequest("send multipart/form-data with a part called file") from error
    file = form.get("file")
    chosen = file if isinstance(file, UploadFile) and file.filename else None
    for other in form.values():
        if isinstance(other, UploadFile) and other is not chosen:
            await other.close()
    return Sent({name: value for name, value in form.items() if isinstance(value, str)}, chosen)


async def limited_body(request: Request) -> bytes:
    """The whole body. Raise TooLarge past 20 MB."""
    return b"".join([part async for part in _limited(request)])


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_UPLOAD + AROUND:
            raise TooLarge(f"the file has more than {LARGEST_UPLOAD // MB} MB: split it")
        yield part
