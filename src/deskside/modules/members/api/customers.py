"""CUST-1 and CUST-2."""

from typing import Annotated

from fastapi import Depends, Query

from deskside.kernel.routing import make_router
from deskside.kernel.wire import RowId
from deskside.modules.members.api.access import Reads
from deskside.modules.members.rules.days import Month
from deskside.modules.members.schemas.customers import CustomerDetail, CustomerRecords
from deskside.modules.members.service.customer_page import read_customer
from deskside.modules.members.service.records_page import RecordsAsked, read_records

router = make_router("members", "/api/xcx")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@router.get("/customers/{customer_id}")
def customer(customer_id: RowId, asking: Reads) -> CustomerDetail:
    """CUST-1: a customer on one page. Parts that could not be had are empty and named in `degraded`."""
    return read_customer(asking, customer_id)


def _asked(
    year: Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)],
    month: Annotated[int, Query(ge=1, le=12)],
    table: Annotated[str | None, Query(max_length=100, description="an exact name")] = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> RecordsAsked:
    return RecordsAsked(Month(year, month), table or None, page, page_size)


@router.get("/customers/{customer_id}/records")
def records(
    customer_id: RowId, asking: Reads, asked: Annotated[RecordsAsked, Depends(_asked)]
) -> CustomerRecords:
    """CUST-2: a customer's services of one month, the newest first."""
    return read_records(asking, customer_id, asked)
