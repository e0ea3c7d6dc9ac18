"""The one question that a recipient's page asks: may this browser, and is what was rendered still right."""

from dataclasses import dataclass
from datetime import UTC, datetime

from deskside.kernel.db.raw import Asking
from deskside.modules.projects.rules.freshness import confirmed

QUESTION = """
SELECT v.id, l.project_id, l.role, l.recipient, l.person_id, p.synced_at, t.confirmed_at, p.missing_since,
 p.content_hash, p.resolved_at, f.at, g.ended_at, g.outcome
FROM project_viewers v
JOIN project_access_tokens l ON l.id = v.link_id
JOIN project_cache p ON p.id = l.project_id
LEFT JOIN project_type_syncs t ON t.type = p.type
LEFT JOIN project_feedback f ON f.project_id = p.id AND f.recipient = l.recipient AND f.state = p.state
LEFT JOIN project_fetches g ON g.project_id = p.id
WHERE v.secret_hash = ? AND l.token_hash = ? AND l.revoked_at IS NULL AND l.expires_at > ?
"""
Stored = str | datetime | None


@dataclass(frozen=True, slots=True)
class MayView:
    """A browser that may see a project. `stamp` changes whenever the page does, but for its age."""

    viewer_id: int
    project_id: str
    role: str
    recipient: str
    person_id: str
    as_of: datetime
    stamp: tuple[object, ...]


async def may_view(asking: Asking, secret_hash: str, token_hash: str, now: datetime) -> MayView | None:
    """What this browser may see by this link; None: nothing. Raise Unavailable without the database."""
    moment = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    rows = await asking.ask(QUESTION, (secret_hash, token_hash, moment))
    if not rows:
        return None
    viewer_id, project_id, role, recipient, person_id, synced_at, confirmed_at, missing, *stamp = rows[0]
    as_of = confirmed(_moment(synced_at) or now, _moment(confirmed_at), _moment(missing))
    return MayView(viewer_id, project_id, role, recipient, person_id, as_of, (as_of, *stamp))


def _moment(stored: Stored) -> datetime | None:
    """SQLite gives text, MariaDB a naive value, all in UTC."""
    at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
