"""Notes on members."""

from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.modules.members.errors import no_note
from deskside.modules.members.models import Note
from deskside.modules.members.queries.own import MEMBER_TARGET
from deskside.modules.members.queries.viewers import Viewer
from deskside.modules.members.schemas.base import NoteOut
from deskside.modules.members.schemas.changes import NoteIn
from deskside.modules.members.service.asking import Asking, existing_member
from deskside.platform import audit


def add_note(asking: Asking, customer_id: int, body: NoteIn) -> NoteOut:
    """A note of the viewer's. Raise NotFound for a customer whom the viewer may not see."""
    existing_member(asking, customer_id)
    return asking.sources.database.write(_insert, asking.viewer, customer_id, body)


def pin_note(asking: Asking, note_id: int, *, pinned: bool) -> NoteOut:
    """Pin or unpin a note on a member. Raise NotFound."""
    database = asking.sources.database
    note = database.read(_find, asking.viewer.site, note_id)
    existing_member(asking, note.target_id)
    return database.write(_pin, asking.viewer, note_id, pinned)


def _find(db: Session, site: str, note_id: int) -> Note:
    note = db.get(Note, note_id)
    if note is None or note.site_id != site or note.target_type != MEMBER_TARGET:
        raise no_note(note_id)
    return note


def _insert(db: Writes, viewer: Viewer, customer_id: int, body: NoteIn) -> NoteOut:
    note = Note(
        site_id=viewer.site,
        target_type=MEMBER_TARGET,
        target_id=customer_id,
        author=viewer.principal.name,
        content=body.content,
        pinned=body.pinned,
        created_at=clock.now(),
    )
    db.add(note)
    db.flush()
    new = {"customer": customer_id, "characters": len(note.content), "pinned": note.pinned}
    audit.record(
        db, actor=viewer.principal, action="members.note.create", subject=("member_note", note.id), new=new
    )
    return NoteOut.model_validate(note)


def _pin(db: Writes, viewer: Viewer, note_id: int, pinned: bool) -> NoteOut:  # noqa: FBT001 - Database.write passes it on
    note = _find(db, viewer.site, note_id)
    if note.pinned != pinned:
        note.pinned = pinned
        audit.record(
            db,
            actor=viewer.principal,
            action="members.note.update",
            subject=("member_note", note.id),
            old={"pinned": not pinned},
            new={"pinned": pinned},
        )
        db.flush()
    return NoteOut.model_validate(note)
