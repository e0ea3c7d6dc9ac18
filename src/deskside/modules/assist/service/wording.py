"""What a reminder says and when: fields of a form written into its row."""

from zoneinfo import ZoneInfo

from deskside.modules.assist import rules
from deskside.modules.assist.errors import wrong_field
from deskside.modules.assist.models import Reminder
from deskside.modules.assist.schemas import ReminderIn, ReminderPatch


def write_wording(row: Reminder, body: ReminderIn | ReminderPatch) -> None:
    """Title (and what its prefixes mean), content, markets and period, as far as `body` has them."""
    if body.title is not None:
        _write_title(row, body.title)
    if body.content is not None:
        row.content = body.content
    if body.markets is not None:
        row.market = ",".join(rules.parse_markets(body.markets))
    if body.recurrent_interval is not None:
        row.recurrent_interval = body.recurrent_interval


def _write_title(row: Reminder, title: str) -> None:
    meaning = rules.parse_title(title)
    if not meaning.tag and meaning.tag is not None:
        raise wrong_field("title", "after tag: the name of a tag must follow")
    row.title, row.checkable, row.tag = title, meaning.checkable, meaning.tag


def write_period(row: Reminder, body: ReminderIn | ReminderPatch, zone: ZoneInfo) -> None:
    """Start and end, as far as `body` has them. Raise Invalid for no date, or an end before the start."""
    if "start_date" in body.model_fields_set:
        row.start_date = rules.parse_moment(body.start_date, zone, field="start_date")
    if "expire_date" in body.model_fields_set:
        row.expire_date = rules.parse_moment(body.expire_date, zone, field="expire_date")
    if row.start_date is not None and row.expire_date is not None and row.expire_date <= row.start_date:
        raise wrong_field("expire_date", "it must be later than start_date")
