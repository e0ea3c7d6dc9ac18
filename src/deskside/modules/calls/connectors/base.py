"""What calls needs of a vendor."""

from contextlib import AbstractContextManager, nullcontext
from typing import Literal, Protocol

from deskside.modules.calls.schemas.vendor import CallPage, PageIds, Span, VendorStat

Turn = AbstractContextManager[object]
"""Held while the vendor is asked, not while its answer is understood: so few ask at once, and none waits."""
FREE: Turn = nullcontext()
StatKind = Literal["task", "account"]


class CallVendor(Protocol):
    """Raises RemoteUnavailable, RemoteRefused, RemoteAnswerChanged. Thread-safe."""

    page_size: int

    def page(self, span: Span, number: int, turn: Turn = FREE) -> CallPage:
        """One page of the records of `span`, from 1; an empty one after the last. Asked inside `turn`."""

    def ids(self, span: Span, number: int, turn: Turn = FREE) -> PageIds:
        """The same page, of which only the ids are of interest."""

    def stats(self, span: Span, kind: StatKind) -> list[VendorStat]:
        """The statistics of `span`, a row each task or account."""
