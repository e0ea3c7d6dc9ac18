"""Who is told, after a commit, that jobs wait. A lost or doubled word is harmless: the ledger is asked."""

from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

Publish = Callable[[list[int]], None]
Wake = Callable[[], None]

_local: list[Wake] = []


def wake_local(_ids: list[int]) -> None:
    """Let the workers of this process look at the ledger at once."""
    for wake in tuple(_local):
        wake()


_publish: Publish = wake_local


def set_carrier(publish: Publish = wake_local) -> None:
    """Have `publish(ids)` called after each commit that left jobs due now; by default local workers wake.

    It must return quickly: a broker's is called from a thread of its own.
    """
    global _publish  # noqa: PLW0603 - one carrier per process is the point
    _publish = publish


def publish(ids: list[int]) -> None:
    """Tell the carrier. Its failure is logged and forgotten: workers poll the ledger anyway."""
    try:
        _publish(ids)
    except Exception:
        log.exception("jobs.carrier_failed", jobs=len(ids))


def add_local(wake: Wake) -> None:
    """Wake these workers too."""
    _local.append(wake)


def remove_local(wake: Wake) -> None:
    """They have stopped."""
    if wake in _local:
        _local.remove(wake)
