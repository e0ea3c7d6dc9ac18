"""Grades, and the settings of calls."""

from deskside.kernel.routing import make_router
from deskside.kernel.vault import VaultOf
from deskside.kernel.wire import Db
from deskside.modules.calls.api.access import Manager, Reader
from deskside.modules.calls.queries.grades import current_grades
from deskside.modules.calls.queries.rules import read_rules
from deskside.modules.calls.schemas.actions import RulesIn
from deskside.modules.calls.schemas.grades import GradesIn, GradesOut
from deskside.modules.calls.service.upkeep import save_grades, save_rules
from deskside.platform.settings import GroupOut

router = make_router("calls", "/api/calls")


@router.get("/grades")
def grades(_user: Reader, db: Db) -> GradesOut:
    """The grades, in the order in which their rules are tried."""
    return db.read(current_grades)


@router.put("/grades")
def put_grades(body: GradesIn, user: Manager, db: Db) -> GradesOut:
    """Save; every day is counted anew. 409 when `version` is not the newest."""
    return db.write(save_grades, body, user)


@router.get("/rules")
def rules(_user: Reader, db: Db) -> GroupOut:
    """When an alarm is raised, how long records are kept, how fast the vendor is asked."""
    return db.read(read_rules)


@router.put("/rules")
def put_rules(body: RulesIn, user: Manager, db: Db, vault: VaultOf) -> GroupOut:
    """Save; 409 with `current` when `version` is not the newest."""
    return db.write(save_rules, body, user, vault)
