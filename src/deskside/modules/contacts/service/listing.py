"""Lists with their totals."""

from zoneinfo import ZoneInfo

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.kernel.paging import Page
from deskside.modules.contacts.cache.totals import total_of
from deskside.modules.contacts.queries.customers import found_customers, page_of
from deskside.modules.contacts.queries.filters import CustomerFilter
from deskside.modules.contacts.schemas.customers import Counted, CustomerRow, CustomerSort


def list_customers(
    db: Reads, wanted: CustomerFilter, sort: CustomerSort, page: Page, user: Principal, zone: ZoneInfo
) -> Counted[CustomerRow]:
    """One page of what the filter finds. Raise BadRequest for a rating filter that is none."""
    found = found_customers(db, wanted, user, zone)
    total, approximate = total_of(db, found)
    return Counted(items=page_of(db, found, sort, page), total=total, approximate=approximate)
