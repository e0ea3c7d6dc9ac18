"""Duplicates: suggested, previewed, merged by hand, parted again."""

from http import HTTPStatus

from fastapi import Response

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.modules.contacts.api.access import Reader, Writer
from deskside.modules.contacts.queries.duplicates import list_merges, suggestions
from deskside.modules.contacts.schemas.duplicates import (
    DifferentIn,
    MergeIn,
    MergeOut,
    MergePreview,
    MergeRow,
    SuggestionsOut,
    UnmergeOut,
)
from deskside.modules.contacts.service import merging, parting

router = make_router("contacts", "/api/contacts")


@router.get("/duplicates")
def duplicates(user: Reader, db: Db) -> SuggestionsOut:
    """Up to a hundred groups of customers that share a number, or name and company."""
    return db.read(suggestions, user)


@router.post("/duplicates/different", status_code=HTTPStatus.NO_CONTENT)
def tell_apart(user: Writer, body: DifferentIn, db: Db) -> Response:
    """They are different people: suggest them no more."""
    db.write(merging.mark_different, body, user)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/merges/preview")
def show_merge(user: Writer, body: MergeIn, db: Db) -> MergePreview:
    """What a merge would make of them; changes nothing."""
    return db.write(merging.preview_merge, body, user)


@router.post("/merges", status_code=HTTPStatus.CREATED)
def merge_customers(user: Writer, body: MergeIn, db: Db) -> MergeOut:
    """Make them one. The others wait in the bin; their addresses and numbers are the kept one's."""
    return db.write(merging.merge, body, user)


@router.get("/merges")
def merges(user: Reader, db: Db, page: Paged) -> Items[MergeRow]:
    """What was merged, the newest first."""
    return db.read(list_merges, user, page)


@router.post("/merges/{merge_id}/undo")
def part_customers(user: Writer, merge_id: RowId, db: Db) -> UnmergeOut:
    """Part them again."""
    return db.write(parting.unmerge, merge_id, user)
