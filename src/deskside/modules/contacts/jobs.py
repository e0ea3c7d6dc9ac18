"""What contacts does by itself."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from deskside.contracts import Contact, on_contact, recognises_phones
from deskside.kernel.db import Reads, Writes
from deskside.modules.contacts.messages import ImportCustomers, MakeCustomerExport
from deskside.modules.contacts.models import CustomerPhone
from deskside.modules.contacts.service.contacting import record_contact
from deskside.modules.contacts.service.exporting import make_export
from deskside.modules.contacts.service.forgetting import forget_batches, forget_binned
from deskside.modules.contacts.service.importing import import_customers
from deskside.platform.runs import RunContext, forgets, run_job


@run_job(ImportCustomers, title_zh="导入客户", title_en="Import customers", retries=3, timeout=3600)
def read_customers(run: RunContext[ImportCustomers]) -> None:
    """Read an uploaded table."""
    import_customers(run)


@run_job(MakeCustomerExport, title_zh="导出客户", title_en="Export customers", retries=3, timeout=1800)
def write_customers(run: RunContext[MakeCustomerExport]) -> None:
    """Make a file of customers."""
    make_export(run)


@on_contact
def note_contact(db: Writes, contact: Contact) -> None:
    """A call or a visit that another module knows of."""
    record_contact(db, at=contact.at, source=contact.source, email=contact.email, phone=contact.phone)


@recognises_phones
def numbers_among(db: Reads, keys: Collection[str]) -> Iterable[str]:
    """Those that some customer has."""
    held = select(CustomerPhone.phone_key).where(CustomerPhone.phone_key.in_(sorted(keys)))
    return db.scalars(held.distinct())


forgets("contacts.binned", title_zh="回收站中的客户", title_en="Customers in the recycle bin")(forget_binned)
forgets("contacts.batches", title_zh="可撤销的批量修改", title_en="Changes that can be undone")(
    forget_batches
)
