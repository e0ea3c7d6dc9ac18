"""Forms with a file in them."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from deskside.modules.assist.api.access import Manager
from deskside.platform.files import Sent, receive

FILE: dict[str, object] = {"type": "string", "format": "binary"}
FORM: dict[str, object] = {"type": "object", "required": ["file"], "properties": {"file": FILE}}


def bodies(**schemas: dict[str, object]) -> dict[str, object]:
    """The description of a body that is a `form`, `json` or either."""
    kinds = {"form": "multipart/form-data", "json": "application/json"}
    content = {kinds[name]: {"schema": schema} for name, schema in schemas.items()}
    return {"requestBody": {"required": True, "content": content}}


async def _form(request: Request, _user: Manager) -> AsyncIterator[Sent]:
    sent = await receive(request)
    try:
        yield sent
    finally:
        await sent.close()


Form = Annotated[Sent, Depends(_form)]
"""What a manager sent; closed after the answer."""
