"""How common each tag is, counted from what look-ups reported, behind their answers."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.modules.assist.models import AssistAccount, TagCount

IN_LIST = 500


def count_tags(db: Writes, reported: Mapping[int, frozenset[str]]) -> None:
    """Count one visit per account and tag, and an account for each tag that is new to it.

    Called before the accounts themselves are stored: what they carried before is asked of the table.
    """
    visits = Counter(tag for tags in reported.values() for tag in tags)
    if not visits:
        return
    accounts = _new_to_accounts(db, reported)
    now = clock.now()
    tags = sorted(visits)
    fresh = [{"tag": tag, "accounts": 0, "visits": 0, "first_at": now, "last_at": now} for tag in tags]
    upsert(db, TagCount, fresh, keys=["tag"])
    counted = (
        update(TagCount)
        .where(TagCount.tag == bindparam("met"))
        .values(
            accounts=TagCount.accounts + bindparam("more_accounts"),
            visits=TagCount.visits + bindparam("more_visits"),
            last_at=now,
        )
    )
    rows = [{"met": tag, "more_accounts": accounts[tag], "more_visits": visits[tag]} for tag in tags]
    db.connection().execute(counted, rows)


def _new_to_accounts(db: Writes, reported: Mapping[int, frozenset[str]]) -> Counter[str]:
    known = {row.acct_id: row.tags for part in _parts(reported) for row in _stored(db, part)}
    return Counter(
        tag for acct_id, tags in reported.items() for tag in tags if tag not in (known.get(acct_id) or ())
    )


def _stored(db: Writes, acct_ids: list[int]) -> Iterable[AssistAccount]:
    return db.scalars(select(AssistAccount).where(AssistAccount.acct_id.in_(acct_ids)))


def _parts(reported: Mapping[int, object]) -> Iterable[list[int]]:
    ids = sorted(reported)
    return (ids[start : start + IN_LIST] for start in range(0, len(ids), IN_LIST))
