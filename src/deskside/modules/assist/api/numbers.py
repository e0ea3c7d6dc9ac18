"""Number lists."""

import shutil
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import Query
from pydantic import StringConstraints

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Manager, RowId
from deskside.modules.assist.api.forms import FORM, Form, bodies
from deskside.modules.assist.errors import wrong_field
from deskside.modules.assist.queries.numbers import (
    find_list,
    find_member,
    list_loads,
    list_number_lists,
)
from deskside.modules.assist.rules import NumberSheet
from deskside.modules.assist.schemas import (
    Folders,
    MemberOut,
    NumberListIn,
    NumberListOut,
    NumberListPatch,
    NumberLoadOut,
    ReloadOut,
)
from deskside.modules.assist.service.number_files import allowed_folders, read_numbers
from deskside.modules.assist.service.number_lists import (
    create_list,
    delete_list,
    reload_list,
    update_list,
    upload_numbers,
)
from deskside.platform.files import Sent

router = make_router("assist", "/api/assist")
NumberText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), Query()]


@router.get("/number-lists")
def number_lists(_user: Manager, db: Db) -> Items[NumberListOut]:
    """Every list, by name."""
    items = db.read(list_number_lists)
    return Items(items=items, total=len(items))


@router.get("/number-lists/folders")
def folders(_user: Manager) -> Folders:
    """Where on the server the file of a list may lie."""
    return Folders(folders=[str(folder) for folder in allowed_folders()])


@router.post("/number-lists", status_code=HTTPStatus.CREATED)
def add_list(body: NumberListIn, user: Manager, db: Db) -> NumberListOut:
    """A new list; one with a file is read at once."""
    return db.write(create_list, body, user)


@router.get("/number-lists/{list_id}")
def number_list(list_id: RowId, _user: Manager, db: Db) -> NumberListOut:
    """One list."""
    return db.read(find_list, list_id)


@router.patch("/number-lists/{list_id}")
def edit_list(list_id: RowId, body: NumberListPatch, user: Manager, db: Db) -> NumberListOut:
    """Change a list; 409 with the present one when `version` is old."""
    return db.write(update_list, list_id, body, user)


@router.delete("/number-lists/{list_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_list(list_id: RowId, user: Manager, db: Db) -> None:
    """Take a list with its numbers and its history away; 409 while a reminder is for it."""
    db.write(delete_list, list_id, user)


@router.post("/number-lists/{list_id}/reload", status_code=HTTPStatus.ACCEPTED)
def reload(list_id: RowId, user: Manager, db: Db) -> ReloadOut:
    """Read the file of the list now."""
    return db.write(reload_list, list_id, user)


@router.post("/number-lists/{list_id}/upload", openapi_extra=bodies(form=FORM))
def upload(list_id: RowId, sent: Form, user: Manager, db: Db) -> NumberLoadOut:
    """Make the list what column A of an .xlsx or CSV says; a file that cannot be read changes nothing."""
    db.read(find_list, list_id)
    return db.write(upload_numbers, list_id, _sheet(sent), sent.name, user)


def _sheet(sent: Sent) -> NumberSheet:
    if sent.file is None:
        raise wrong_field("file", "choose a file")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "numbers"
        with path.open("wb") as copy:
            shutil.copyfileobj(sent.file.file, copy)
        return read_numbers(path, sent.name)


@router.get("/number-lists/{list_id}/loads")
def loads(list_id: RowId, _user: Manager, db: Db, page: Paged) -> Items[NumberLoadOut]:
    """What each reading added, removed and left out, the newest first."""
    return db.read(list_loads, list_id, page)


@router.get("/number-lists/{list_id}/members")
def member(list_id: RowId, _user: Manager, db: Db, number: NumberText) -> MemberOut:
    """Whether a number is in the list."""
    return db.read(find_member, list_id, number)
