"""Which customers somebody may see."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.modules.contacts.errors import no_customer
from deskside.modules.contacts.models import Customer
from deskside.modules.contacts.settings import ContactsSettings, Shared
from deskside.platform.identity import RowScope, department_scope
from deskside.platform.settings import current

ALL_ROLES = frozenset({"admin", "service"})
WIDTH: dict[Shared, int] = {"own": 0, "department": 1, "subtree": 2, "all": 3}


def access_customers(db: Session, user: Principal) -> RowScope:
    """Administrators see all, managers the departments below theirs, others as far as the setting says."""
    reach = current(db, ContactsSettings).reach
    if ALL_ROLES & user.roles:
        reach = "all"
    elif "manager" in user.roles and WIDTH[reach] < WIDTH["subtree"]:
        reach = "subtree"
    return department_scope(db, user, reach)


def seen_by(db: Session, user: Principal) -> ColumnElement[bool]:
    """The same as a condition."""
    return access_customers(db, user).clause(Customer.owner_id, Customer.department_id)


def get_customer(db: Session, customer_id: int, user: Principal, *, lock: bool = False) -> Customer:
    """The row, in the bin or not. Raise NotFound for what is not there or outside the user's reach."""
    wanted = select(Customer).where(Customer.id == customer_id, seen_by(db, user))
    row = db.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise no_customer(customer_id)
    return row
