"""`/api/files`: what was made for whoever asks."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Path
from fastapi.responses import JSONResponse, Response, StreamingResponse

from deskside.kernel.auth import SignedIn
from deskside.kernel.db import Database
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.platform.files.names import disposition, media_type
from deskside.platform.files.queries import Opened, chunks, open_file

router = make_router("files")
FileId = Annotated[str, Path(max_length=64)]
DOCUMENTED: dict[int | str, dict[str, object]] = {
    200: {"description": "The file", "content": {"application/octet-stream": {}}},
    202: {"description": "It is still being made: `{state: making}`"},
    404: {"description": "Not there, not the caller's, or its time is over"},
}


@router.get("/api/files/{file_id}", response_class=Response, responses=DOCUMENTED)
def download(file_id: FileId, user: SignedIn, db: Db) -> Response:
    """A file made for the caller: 202 while it is being made, 404 when its time is over."""
    found = db.read(open_file, file_id, user)
    if found.size is None:
        return JSONResponse({"state": "making"}, HTTPStatus.ACCEPTED, {"Retry-After": "1"})
    return send_file(db, found)


def send_file(db: Database, found: Opened) -> Response:
    """A ready file as a download."""
    headers = {"Content-Disposition": disposition(found.name), "Content-Length": str(found.size or 0)}
    headers["Cache-Control"] = "no-store"
    return StreamingResponse(chunks(db.reading, found.id), media_type=media_type(found.name), headers=headers)
