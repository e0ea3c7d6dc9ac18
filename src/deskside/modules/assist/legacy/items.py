"""Reminders in the kept contract's words."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from deskside.modules.assist import rules
from deskside.modules.assist.queries.lookup import Found, Shown
from deskside.modules.assist.queries.search import Hit

SPECIAL_TITLE = rules.compose_title("spe_cn_num", checkable=False)


def kept_items(found: Found, now: datetime, zone: ZoneInfo) -> list[dict[str, object]]:
    """The reminders of an account by id, the special number last."""
    items = [_item(one, now, zone) for one in found.shown]
    return items if found.special is None else [*items, _special_item(found.special, zone)]


def _item(one: Shown, now: datetime, zone: ZoneInfo) -> dict[str, object]:
    reminder = one.reminder
    return {
        "id": reminder.id,
        "title": reminder.title,
        "content": reminder.content,
        "market": reminder.market.split(","),
        "start_date": rules.kept_start(reminder.start_date, zone),
        "expire_date": rules.kept_end(reminder.expire_date, zone),
        "recurrent_interval": reminder.recurrent_interval,
        "is_global": int(reminder.is_global),
        "is_all_business": None if reminder.is_all_business is None else int(reminder.is_all_business),
        "status": _status(one, now, zone),
    }


def _status(one: Shown, now: datetime, zone: ZoneInfo) -> dict[str, object]:
    tick = one.tick
    if tick.last_processed_at is None:
        return {}
    interval = one.reminder.recurrent_interval
    done = rules.is_done(tick.is_processed, tick.last_processed_at, interval, now, zone)
    return {"is_processed": int(done), "last_processed_at": rules.kept_moment(tick.last_processed_at, zone)}


def _special_item(content: str, zone: ZoneInfo) -> dict[str, object]:
    return {
        "id": None,
        "title": SPECIAL_TITLE,
        "content": content,
        "market": list(rules.MARKETS),
        "start_date": rules.kept_start(None, zone),
        "expire_date": rules.kept_end(None, zone),
        "recurrent_interval": 0,
        "is_global": 1,
        "is_all_business": 1,
        "status": {},
    }


def search_items(hits: Iterable[Hit], zone: ZoneInfo) -> list[dict[str, object]]:
    """What was found, as managers see it."""
    return [_search_item(hit, zone) for hit in hits]


def _search_item(hit: Hit, zone: ZoneInfo) -> dict[str, object]:
    reminder = hit.reminder
    return {
        "id": reminder.id,
        "title": reminder.title,
        "content": reminder.content,
        "market": reminder.market,
        "start_date": rules.kept_start(reminder.start_date, zone),
        "expire_date": rules.kept_end(reminder.expire_date, zone),
        "create_date": rules.kept_moment(reminder.create_date, zone),
        "last_modified": rules.kept_moment(reminder.last_modified, zone),
        "recurrent_interval": reminder.recurrent_interval,
        "is_global": int(reminder.is_global),
        "is_all_business": None if reminder.is_all_business is None else int(reminder.is_all_business),
        "business_names": ",".join(hit.businesses),
    }
