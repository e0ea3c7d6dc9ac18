"""Idempotency-Key: a POST that is sent again, because its answer was lost, happens once."""

from deskside.platform.idempotency.middleware import Idempotency
from deskside.platform.idempotency.service import forget_old_keys

__all__ = ["Idempotency", "forget_old_keys"]
