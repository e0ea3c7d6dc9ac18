"""Products and plans."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from deskside.kernel.wire import Input, Output
from deskside.modules.assist.models import MAX_INT
from deskside.modules.assist.schemas.fields import (
    Contract,
    Name20,
    Name40,
    Note,
    Patch,
    PlanId,
    Short255,
    Text255,
)

PlanSort = Literal["plan_id", "-plan_id", "business", "-business", "modified", "-modified"]
"""A column of the list; with a minus the largest first."""
Version = Annotated[int, Field(ge=1, le=MAX_INT)]


class BusinessOut(Output):
    id: int
    name: str


class BusinessUse(BusinessOut):
    """A product with what is told of it."""

    plans: int
    reminders: int
    aliases: list[str]


class BusinessIn(Input):
    name: Name20


class AliasesIn(Input):
    """All other names of a product; what is not in it is one no more."""

    aliases: Annotated[list[Name40], Field(max_length=20)]


class PlanIn(Input):
    plan_id: PlanId
    name: Text255
    business: str
    contract: Contract | None = None
    fee: Short255 | None = None
    discount: Short255 | None = None
    note: Note | None = None


class PlanPatch(Patch):
    never_null: ClassVar[frozenset[str]] = frozenset({"name", "business"})

    name: Text255 | None = None
    business: str | None = None
    contract: Contract | None = None
    fee: Short255 | None = None
    discount: Short255 | None = None
    note: Note | None = None


class PlanOut(Output):
    plan_id: int
    name: str
    contract: str | None
    business: str
    fee: str | None
    discount: str | None
    note: str | None
    last_modified: datetime
    version: int


class PlanChange(Output):
    """One field of a plan, before and after."""

    field: str
    old: str | None
    new: str | None


class PlanVersionOut(Output):
    """A plan as it was `at` ≤ moment < `until` (null: it is so now). `by` is null for what was found."""

    version: int
    action: Literal["create", "update", "restore", "found"]
    at: datetime
    until: datetime | None
    by: str | None
    changes: list[PlanChange]
    name: str
    contract: str | None
    business: str
    fee: str | None
    discount: str | None
    note: str | None


class PlanRestore(Input):
    """`version` is the present one, `to_version` the one whose content is wanted back."""

    version: Version
    to_version: Version


class UnknownPlanOut(Output):
    """A plan that agents opened and that is not there."""

    plan_id: int
    visits: int
    first_at: datetime
    last_at: datetime
    dismissed: bool


class UnknownPlanPatch(Input):
    dismissed: bool
