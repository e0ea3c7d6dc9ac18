"""What a panel goes by, and what managers say about it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Path, Query

from deskside import __version__
from deskside.kernel import clock
from deskside.kernel.hooks import Panels
from deskside.kernel.paging import Items
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Manager, Reader, Zone
from deskside.modules.assist.models import MAX_ACCT_ID, MAX_INT
from deskside.modules.assist.queries.cards import read_cards
from deskside.modules.assist.queries.panel import list_policies, orders_for
from deskside.modules.assist.rules.versions import MIN_SCRIPT_VERSION
from deskside.modules.assist.schemas import AgentOut
from deskside.modules.assist.schemas.cards import CardOut
from deskside.modules.assist.schemas.panel import PanelOut, PolicyIn, PolicyOut, UseIn
from deskside.modules.assist.service.policies import delete_policy, put_policy
from deskside.modules.assist.service.usage import count_uses
from deskside.platform.identity import note_script, script_of

router = make_router("assist", "/api/assist")
DepartmentId = Annotated[int, Path(ge=0, le=MAX_INT, description="0 is everybody")]
Script = Annotated[str | None, Query(max_length=32, pattern=r"^[\w.+-]+$")]
AcctId = Annotated[int, Path(ge=1, le=MAX_ACCT_ID)]


@router.get("/panel")
def panel(user: Reader, db: Db, script: Script = None) -> PanelOut:
    """What the panel of this agent goes by; `script` is the version that asks."""
    if script is not None and user.kind == "device" and db.read(script_of, user.credential_id) != script:
        db.write(note_script, user.credential_id, script)
    orders = db.read(orders_for, user.department_id)
    said = orders._asdict() | {"min_version": orders.min_version or MIN_SCRIPT_VERSION}
    agent = AgentOut(id=user.user_id, name=user.name, login=user.login)
    return PanelOut(agent=agent, version=__version__, **said)


@router.get("/panel-policies")
def policies(_user: Manager, db: Db) -> Items[PolicyOut]:
    """What everybody and single departments go by."""
    items = db.read(list_policies)
    return Items(items=items, total=len(items))


@router.put("/panel-policies/{department_id}")
def set_policy(department_id: DepartmentId, body: PolicyIn, user: Manager, db: Db) -> PolicyOut:
    """Say what a department goes by; 409 with the present policy when `version` is old."""
    return db.write(put_policy, department_id, body, user)


@router.delete("/panel-policies/{department_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_policy(department_id: DepartmentId, user: Manager, db: Db) -> None:
    """Have a department go by what stands above it."""
    db.write(delete_policy, department_id, user)


@router.post("/usage", status_code=HTTPStatus.NO_CONTENT)
def report_use(body: UseIn, user: Reader, db: Db, zone: Zone) -> None:
    """Count what an agent used."""
    db.write(count_uses, body.events, user, clock.today(zone))


@router.get("/cards/{acct_id}")
def cards(acct_id: AcctId, user: Reader, db: Db, panels: Panels) -> Items[CardOut]:
    """What other modules know of the account; each card may be unavailable for itself."""
    items = read_cards(db, panels, user, acct_id)
    return Items(items=items, total=len(items))
