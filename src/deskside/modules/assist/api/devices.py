"""Pairing panels with agents."""

from http import HTTPStatus

from deskside.kernel.auth import public
from deskside.kernel.paging import Items
from deskside.kernel.proxies import CallerOf
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Reader, RowId
from deskside.modules.assist.queries.devices import list_paired
from deskside.modules.assist.schemas import DeviceIn, PairedAgent, PairedOut
from deskside.modules.assist.schemas.devices import PairedDevice
from deskside.platform.identity import PairingCode, create_pairing, redeem_pairing, revoke_device

router = make_router("assist", "/api/assist")


@router.post("/pairings", status_code=HTTPStatus.CREATED)
def add_pairing(user: Reader, db: Db) -> PairingCode:
    """A code for one's own panel, good once and for two minutes."""
    return db.write(create_pairing, user)


@router.post("/devices", status_code=HTTPStatus.CREATED, dependencies=[public])
def add_device(body: DeviceIn, caller: CallerOf, db: Db) -> PairedOut:
    """The panel's token for a pairing code."""
    token, agent = redeem_pairing(db, body.code, body.name, body.script_version, caller)
    who = PairedAgent(id=agent.user_id, name=agent.name, login=agent.login, department_id=agent.department_id)
    return PairedOut(token=token, agent=who)


@router.get("/devices")
def devices(user: Reader, db: Db) -> Items[PairedDevice]:
    """One's own panels; everybody's for managers."""
    items = db.read(list_paired, user)
    return Items(items=items, total=len(items))


@router.delete("/devices/{device_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_device(device_id: RowId, user: Reader, db: Db) -> None:
    """End a panel, at once."""
    db.write(revoke_device, device_id, user)
