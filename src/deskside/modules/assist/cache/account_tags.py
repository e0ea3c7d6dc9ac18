"""The tags of recorded accounts by tag, so that accounts with a tag are counted without reading them all."""

from collections.abc import Iterator, Mapping

from sqlalchemy import delete, select

from deskside.kernel.db import Writes, upsert
from deskside.modules.assist.models import UNTOLD, AccountTag, AssistAccount

IN_LIST = 500
Pair = tuple[str, int]


def keep_tags(db: Writes, reported: Mapping[int, frozenset[str] | None]) -> None:
    """Make the rows of each account say what was reported; None (not told) leaves what was told before.

    Called before the accounts themselves are stored: whether tags were told before is asked of the table.
    """
    wanted: set[Pair] = set()
    present: set[Pair] = set()
    for part in _parts(reported):
        told_before = _told(db, part)
        settled = [one for one in part if reported[one] is not None or one not in told_before]
        wanted |= {(tag, one) for one in settled for tag in _tags_of(reported[one])}
        present |= _stored(db, settled)
    # In one order everywhere, so that two processes do not wait for each other.
    for tag, acct_id in sorted(present - wanted):
        db.execute(delete(AccountTag).where(AccountTag.tag == tag, AccountTag.acct_id == acct_id))
    fresh = [{"tag": tag, "acct_id": acct_id} for tag, acct_id in sorted(wanted - present)]
    upsert(db, AccountTag, fresh, keys=["tag", "acct_id"])


def _tags_of(tags: frozenset[str] | None) -> frozenset[str]:
    return frozenset({UNTOLD}) if tags is None else tags


def _told(db: Writes, acct_ids: list[int]) -> frozenset[int]:
    table = AssistAccount
    return frozenset(
        db.scalars(select(table.acct_id).where(table.acct_id.in_(acct_ids), table.tags.is_not(None)))
    )


def _stored(db: Writes, acct_ids: list[int]) -> set[Pair]:
    rows = db.execute(select(AccountTag.tag, AccountTag.acct_id).where(AccountTag.acct_id.in_(acct_ids)))
    return {(tag, acct_id) for tag, acct_id in rows}


def _parts(reported: Mapping[int, object]) -> Iterator[list[int]]:
    ids = sorted(reported)
    return (ids[start : start + IN_LIST] for start in range(0, len(ids), IN_LIST))
