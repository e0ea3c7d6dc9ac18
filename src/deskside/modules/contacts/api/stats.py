"""Statistics."""

from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.contacts.api.access import Reader, Zone
from deskside.modules.contacts.queries import stats
from deskside.modules.contacts.schemas.stats import MailOut, RatingsOut, ValidityOut

router = make_router("contacts", "/api/contacts/stats")


@router.get("/ratings")
def ratings(user: Reader, db: Db) -> RatingsOut:
    """Customers of each rating by validity."""
    return db.read(stats.ratings, user)


@router.get("/validity")
def validity(user: Reader, db: Db) -> ValidityOut:
    """Customers by validity."""
    return db.read(stats.validity, user)


@router.get("/mail")
def mail_by_week(_user: Reader, db: Db, zone: Zone) -> MailOut:
    """Mail sent and received in each of the last twenty weeks."""
    return db.read(stats.mail_by_week, zone)
