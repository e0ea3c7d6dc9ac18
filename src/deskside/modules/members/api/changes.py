"""Notes, tasks, and the full phone number."""

from http import HTTPStatus

from deskside.kernel.proxies import CallerOf
from deskside.kernel.routing import make_router
from deskside.kernel.wire import RowId
from deskside.modules.members.api.access import Reveals, Writes
from deskside.modules.members.schemas.base import NoteOut
from deskside.modules.members.schemas.changes import (
    ClueTaskIn,
    NoteIn,
    NotePatch,
    RevealIn,
    RevealOut,
    TaskOut,
    TaskPatch,
)
from deskside.modules.members.service.clues import make_task
from deskside.modules.members.service.notes import add_note, pin_note
from deskside.modules.members.service.reveals import reveal_phone
from deskside.modules.members.service.tasks import change_task

router = make_router("members", "/api/xcx")


@router.post("/customers/{customer_id}/reveal")
def reveal(customer_id: RowId, body: RevealIn, asking: Reveals, caller: CallerOf) -> RevealOut:
    """The customer's whole phone number, for a reason that goes on record; so many an hour."""
    return reveal_phone(asking, customer_id, body.reason, caller.ip)


@router.post("/customers/{customer_id}/notes", status_code=HTTPStatus.CREATED)
def add_customer_note(customer_id: RowId, body: NoteIn, asking: Writes) -> NoteOut:
    """Write a note about a customer."""
    return add_note(asking, customer_id, body)


@router.patch("/notes/{note_id}")
def edit_note(note_id: RowId, body: NotePatch, asking: Writes) -> NoteOut:
    """Pin or unpin a note."""
    return pin_note(asking, note_id, pinned=body.pinned)


@router.post("/clues/{clue_id}/task", status_code=HTTPStatus.CREATED)
def make_clue_task(clue_id: RowId, body: ClueTaskIn, asking: Writes) -> TaskOut:
    """Make a task of a retention clue: for the coach named, or the one who asks, or the customer's closest.

    A clue becomes one task: asked again, the same is answered.
    """
    return make_task(asking, clue_id, body)


@router.patch("/tasks/{task_id}")
def edit_task(task_id: RowId, body: TaskPatch, asking: Writes) -> TaskOut:
    """Finish, abandon (with a reason), hide or show a task; 409 when it is over."""
    return asking.sources.database.write(change_task, asking.viewer, task_id, body)
