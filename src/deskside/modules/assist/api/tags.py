"""The glossary of tags."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query
from pydantic import StringConstraints

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Manager, Reader, RowId
from deskside.modules.assist.queries.tags import find_meanings, find_tag, list_tags, list_unknown_tags
from deskside.modules.assist.schemas import MeaningOut, TagIn, TagOut, TagPatch, UnknownTag
from deskside.modules.assist.service.tags import create_tag, delete_tag, update_tag

router = make_router("assist", "/api/assist")
Word = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00]*$")]


@router.get("/tags")
def tags(_user: Reader, db: Db, page: Paged, q: Annotated[Word | None, Query()] = None) -> Items[TagOut]:
    """The glossary; `q` is a part of a tag or of a meaning."""
    return db.read(list_tags, page, q)


@router.get("/tags/meanings")
def meanings(_user: Reader, db: Db, tag: Annotated[list[Word], Query(max_length=100)]) -> list[MeaningOut]:
    """What the tags of an account mean, in the order in which they are asked for."""
    return db.read(find_meanings, tag)


@router.get("/tags/unknown")
def unknown_tags(_user: Manager, db: Db, page: Paged) -> Items[UnknownTag]:
    """Tags that accounts carry and nobody has explained, the most common first."""
    return db.read(list_unknown_tags, page)


@router.get("/tags/{tag_id}")
def tag(tag_id: RowId, _user: Reader, db: Db) -> TagOut:
    """One entry."""
    return db.read(find_tag, tag_id)


@router.post("/tags", status_code=HTTPStatus.CREATED)
def add_tag(body: TagIn, user: Manager, db: Db) -> TagOut:
    """Explain a tag."""
    return db.write(create_tag, body, user)


@router.patch("/tags/{tag_id}")
def edit_tag(tag_id: RowId, body: TagPatch, user: Manager, db: Db) -> TagOut:
    """Change an entry; 409 with the present one when `version` is old."""
    return db.write(update_tag, tag_id, body, user)


@router.delete("/tags/{tag_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_tag(tag_id: RowId, user: Manager, db: Db) -> None:
    """Take an entry out; its tag counts as unknown again."""
    db.write(delete_tag, tag_id, user)
