"""Products."""

from http import HTTPStatus

from deskside.kernel.paging import Items
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.modules.assist.api.access import Manager, Reader
from deskside.modules.assist.queries.businesses import businesses_in_use, list_businesses
from deskside.modules.assist.schemas import AliasesIn, BusinessIn, BusinessOut, BusinessUse
from deskside.modules.assist.service.businesses import create_business, set_aliases

router = make_router("assist", "/api/assist")


@router.get("/businesses")
def businesses(_user: Reader, db: Db) -> Items[BusinessOut]:
    """Every product."""
    items = db.read(list_businesses)
    return Items(items=items, total=len(items))


@router.get("/businesses/use")
def use(_user: Manager, db: Db) -> Items[BusinessUse]:
    """Every product with what is told of it."""
    items = db.read(businesses_in_use)
    return Items(items=items, total=len(items))


@router.post("/businesses", status_code=HTTPStatus.CREATED)
def add_business(body: BusinessIn, user: Manager, db: Db) -> BusinessOut:
    """A new product."""
    return db.write(create_business, body, user)


@router.put("/businesses/{business_id}/aliases")
def put_aliases(business_id: RowId, body: AliasesIn, user: Manager, db: Db) -> list[str]:
    """The other names that this product is known by: what the CRM, a list or a colleague may call it."""
    return db.write(set_aliases, business_id, body, user)
