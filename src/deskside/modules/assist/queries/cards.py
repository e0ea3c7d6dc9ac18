"""Cards of other modules: asked side by side, each failing alone and in its own time."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache

import structlog

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.errors import DesksideError
from deskside.kernel.hooks import Card, Panel
from deskside.modules.assist.schemas.cards import CardOut, FactOut

log = structlog.get_logger(__name__)
DEADLINE_SECONDS = 1.0
THREADS = 4
"""For each card: one that hangs uses up its own threads and nobody else's."""


@cache
def _threads(key: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix=f"card-{key}")


def read_cards(
    database: Database,
    panels: Sequence[Panel],
    user: Principal,
    acct_id: int,
    deadline: float = DEADLINE_SECONDS,
) -> list[CardOut]:
    """The cards `user` may see, in order of registration; after `deadline` seconds, without the late ones."""
    shown = [panel for panel in panels if panel.scope in user.scopes]
    asked = [_threads(panel.key).submit(database.read, panel.read, user, acct_id) for panel in shown]
    wait(asked, timeout=deadline)
    return [_card(panel, answer, deadline) for panel, answer in zip(shown, asked, strict=True)]


def _card(panel: Panel, answer: Future[Card], deadline: float) -> CardOut:
    if not answer.done():
        answer.cancel()
        return _unavailable(panel, f"no answer within {deadline:g} s")
    error = answer.exception()
    if isinstance(error, DesksideError):
        return _unavailable(panel, str(error))
    if error is not None:
        log.error("assist.card_failed", card=panel.key, exc_info=error)
        return _unavailable(panel, "an error that the log has")
    card = answer.result()
    return CardOut(
        key=panel.key,
        title=panel.title,
        state="ready" if card.facts else "empty",
        reason=None,
        facts=[FactOut.model_validate(fact) for fact in card.facts],
        as_of=card.as_of,
    )


def _unavailable(panel: Panel, reason: str) -> CardOut:
    return CardOut(key=panel.key, title=panel.title, state="unavailable", reason=reason, facts=[], as_of=None)
