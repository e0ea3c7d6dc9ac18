"""A view: the answer for one market, product and department, cut into pieces that were encoded beforehand."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from zoneinfo import ZoneInfo

import msgspec

from deskside.modules.assist import rules
from deskside.modules.assist.cache.rows import Stored, encoded_moment, moment_of
from deskside.modules.assist.cache.source import LiveReminder, Source

encode = msgspec.json.encode
Names = Mapping[int, bytes]
UNTICKED = b'{"done":false,"is_processed":false,"last_processed_at":null,"by":null,"version":0}}'
NO_TICK = b"null}"
NO_LISTS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """One reminder's place. `stem` ends where its tick begins; `plain` is the whole, unticked.

    Both begin with the comma that divides them from the piece before.
    """

    at: int
    stem: bytes
    plain: bytes
    interval: int
    tickable: bool
    needs_listing: bool
    list_id: int | None
    tag: str | None


class Variant:
    """A view for accounts with certain tags: all that a look-up shows without any stored row, joined.

    `spans` says where each slot's piece begins and ends in `joined`; a slot that is not shown has no length.
    """

    __slots__ = ("joined", "spans")

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.joined = b"".join(pieces)
        ends = list(accumulate(len(piece) for piece in pieces))
        self.spans = [(end - len(piece), end) for piece, end in zip(pieces, ends, strict=True)]

    def spliced(self, patches: dict[int, bytes]) -> bytes:
        """The whole with the pieces of `patches` in their slots' places."""
        parts: list[bytes] = []
        last = 0
        for at in sorted(patches):
            start, end = self.spans[at]
            parts += (self.joined[last:start], patches[at])
            last = end
        parts.append(self.joined[last:])
        return b"".join(parts)


class View:
    """Pieces in the order of the answer: fixed before tickable, then by id.

    `dies_at` is the next moment at which a reminder of it begins or ends.
    """

    def __init__(
        self, market: str, business: str, reminders: Iterable[LiveReminder], dies_at: datetime | None
    ) -> None:
        ordered = sorted(reminders, key=lambda one: (one.checkable, one.id))
        self.market = market
        self.business = business
        self.dies_at = dies_at
        self.fixed = sum(1 for one in ordered if not one.checkable)
        # The place after the fixed ones is kept for what number lists have to say.
        self.slots = {one.id: _slot(at + (at >= self.fixed), one) for at, one in enumerate(ordered)}
        self._by_number = [
            slot for slot in self.slots.values() if slot.list_id is not None and not slot.needs_listing
        ]
        self._tags = frozenset(slot.tag for slot in self.slots.values() if slot.tag is not None)
        self._variants: dict[frozenset[str] | None, Variant] = {}

    def variant(self, tags: frozenset[str] | None) -> Variant:
        """The view for an account with `tags`; None = not told, so that every tag's reminders are in it."""
        told = None if tags is None else tags & self._tags
        found = self._variants.get(told)
        if found is None:
            pieces = [_unasked(slot, told) for slot in self.slots.values()]
            pieces.insert(self.fixed, b"")
            found = self._variants[told] = Variant(pieces)
        return found

    def reminders(
        self, tags: frozenset[str] | None, stored: Sequence[Stored], special: bytes, present: "Present"
    ) -> bytes:
        """The reminders of an account with stored rows; `special`, an item or nothing, is the last fixed one.

        Begins with a comma unless it is empty, as Variant.joined does for an account without any row.
        """
        variant = self.variant(tags)
        lists = {-row[0] for row in stored if row[0] < 0} if special else NO_LISTS
        patches = self._by_lists(lists, tags) if lists else {}
        if special:
            patches[self.fixed] = b"," + special
        for row in stored:
            slot = self.slots.get(row[0])
            if slot is not None and self._shown(slot, row, lists, tags):
                patches[slot.at] = present.ticked(slot, row) if row[4] and slot.tickable else slot.plain
        return variant.spliced(patches)

    def _by_lists(self, lists: AbstractSet[int], tags: frozenset[str] | None) -> dict[int, bytes]:
        return {
            slot.at: slot.plain for slot in self._by_number if slot.list_id in lists and _has_tag(slot, tags)
        }

    @staticmethod
    def _shown(slot: Slot, row: Stored, lists: AbstractSet[int], tags: frozenset[str] | None) -> bool:
        """Whether a reminder with a stored row is shown to this account at all."""
        if not _has_tag(slot, tags):
            return False
        if slot.list_id is not None and slot.list_id not in lists:
            return False
        return bool(row[3]) or not slot.needs_listing


class Present:
    """The moment of a look-up, the site's zone, and the encoded names of users by id."""

    __slots__ = ("names", "now", "zone")

    def __init__(self, now: datetime, zone: ZoneInfo, names: Names) -> None:
        self.now = now
        self.zone = zone
        self.names = names

    def ticked(self, slot: Slot, row: Stored) -> bytes:
        """A reminder with its tick as it counts now."""
        _id, is_processed, stored_at, _listed, version, actor_id = row
        at = moment_of(stored_at) if is_processed and slot.interval > 0 else None
        done = rules.is_done(bool(is_processed), at, slot.interval, self.now, self.zone)
        when = encoded_moment(stored_at)
        by = b"null" if actor_id is None else self.names.get(actor_id, b"null")
        return b'%s{"done":%s,"is_processed":%s,"last_processed_at":%s,"by":%s,"version":%d}}' % (
            slot.stem,
            b"true" if done else b"false",
            b"true" if is_processed else b"false",
            when,
            by,
            version,
        )


def build_view(source: Source, facts: rules.Facts, now: datetime) -> View:
    """All that may apply to `facts` at `now`; account lists, numbers and tags are judged per look-up."""
    fitting = [one for one in source.reminders if rules.applies(one.target, facts, listed=True)]
    moments = [moment for one in fitting for moment in (one.start, one.expire) if moment and moment > now]
    current = [one for one in fitting if rules.in_force(one.start, one.expire, now)]
    business = source.businesses[facts.business_id or 0]
    return View(facts.market or "", business, current, min(moments, default=None))


def _slot(at: int, one: LiveReminder) -> Slot:
    target = one.target
    item = {
        "id": one.id,
        "kind": "todo" if one.checkable else "fixed",
        "content": one.content,
        "tag": target.tag,
        "recurrent_interval": one.recurrent_interval,
    }
    stem = b"," + encode(item)[:-1] + b',"tick":'
    return Slot(
        at=at,
        stem=stem,
        plain=stem + (UNTICKED if one.checkable else NO_TICK),
        interval=one.recurrent_interval,
        tickable=one.checkable,
        needs_listing=not target.is_global,
        list_id=target.number_list_id,
        tag=target.tag,
    )


def _has_tag(slot: Slot, tags: frozenset[str] | None) -> bool:
    return slot.tag is None or tags is None or slot.tag in tags


def _unasked(slot: Slot, tags: frozenset[str] | None) -> bytes:
    """What an account is shown of whom the database knows nothing."""
    waits = slot.needs_listing or slot.list_id is not None
    return slot.plain if not waits and _has_tag(slot, tags) else b""


def special_item(stored: Sequence[Stored], list_texts: Mapping[int, str], number: str) -> bytes:
    """What the number lists say of this number; empty when none holds it."""
    found = sorted(-row[0] for row in stored if row[0] < 0 and list_texts.get(-row[0]))
    if not found:
        return b""
    texts = "；".join(list_texts[one] for one in found)
    return encode(
        {
            "id": None,
            "kind": "fixed",
            "content": f"{number} {texts}",
            "tag": None,
            "recurrent_interval": 0,
            "tick": None,
        }
    )
