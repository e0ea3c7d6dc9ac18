"""Pages of lists: `page` from 1, `page_size` up to 100, answered as `{items, total}`."""

from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from deskside.kernel.wire import Output

T = TypeVar("T")
MAX_PAGE_SIZE = 100


class Items(Output, Generic[T]):
    """One page of a list; `total` counts all pages."""

    items: list[T]
    total: int


@dataclass(frozen=True)
class Page:
    """Which slice of a list is wanted."""

    number: int = 1
    size: int = 50

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size


def _page(
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = 50,
) -> Page:
    return Page(page, page_size)


Paged = Annotated[Page, Depends(_page)]


def count_rows(session: Session, statement: Select[*tuple[Any, ...]]) -> int:
    """How many rows `statement` has without its order and limit."""
    return session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
