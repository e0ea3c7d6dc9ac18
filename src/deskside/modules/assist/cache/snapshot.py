"""The process's copy of what look-ups need, replaced as a whole when an edit is seen."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import func, select

from deskside.kernel.db import Database, Reads
from deskside.modules.assist import rules
from deskside.modules.assist.cache.source import Source, load_source
from deskside.modules.assist.cache.views import View, build_view
from deskside.platform.identity import load_department_paths, load_user_names
from deskside.platform.versions import Version

VERSIONS = frozenset({"reminders", "businesses", "numbers", "departments", "users"})
MAX_VIEWS = 2_000
ViewKey = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One consistent copy. `paths` maps a department to itself and those above it."""

    revision: int
    source: Source
    paths: dict[int, frozenset[int]]
    names: dict[int, bytes]
    views: dict[ViewKey, View] = field(default_factory=dict)


def load(db: Reads) -> Loaded:
    """Read it all; the revision first, so that an edit in between is read again."""
    moved = select(func.coalesce(func.sum(Version.v), 0)).where(Version.name.in_(sorted(VERSIONS)))
    revision = int(db.scalar(moved) or 0)
    names = {user_id: msgspec.json.encode(name) for user_id, name in load_user_names(db).items()}
    paths = {department: frozenset(path) for department, path in load_department_paths(db).items()}
    return Loaded(revision, load_source(db), paths, names)


class Snapshot:
    """Correct when cold: the first question loads it. Safe to use from any thread."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self.zone = zone
        self._loaded: Loaded | None = None

    @property
    def loaded(self) -> Loaded:
        """The present copy."""
        if self._loaded is None:
            self._loaded = self._database.read(load)
        return self._loaded

    def refresh(self) -> None:
        """Replace the copy; called after an edit was seen."""
        self._loaded = self._database.read(load)

    def view(self, market: str, business: str, department_id: int | None, now: datetime) -> View:
        """The view for an account and an agent. Raise BadRequest for an unknown market or product."""
        loaded = self.loaded
        view = loaded.views.get((market, business, department_id))
        if view is not None and (view.dies_at is None or now < view.dies_at):
            return view
        return self._build(loaded, (market, business, department_id), now)

    def _build(self, loaded: Loaded, key: ViewKey, now: datetime) -> View:
        market, business, department_id = key
        facts = rules.Facts(
            market=rules.parse_market(market),
            business_id=rules.find_business(business, loaded.source.businesses),
            department_ids=loaded.paths.get(department_id or 0, frozenset()),
        )
        view = build_view(loaded.source, facts, now)
        if len(loaded.views) >= MAX_VIEWS:
            loaded.views.clear()
        loaded.views[key] = view
        return view
