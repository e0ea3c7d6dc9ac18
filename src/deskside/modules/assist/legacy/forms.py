"""The forms of the old management pages, and what they mean."""

from typing import Annotated

from pydantic import Field, field_validator

from deskside.modules.assist import rules
from deskside.modules.assist.legacy.bodies import KeptInput
from deskside.modules.assist.schemas import Contract, Id, Interval, Moment, Note, PlanId, Short255, Text255
from deskside.modules.assist.service.kept_inserts import Wish

Names = Annotated[list[str], Field(max_length=1_000)] | str


class InsertIn(KeptInput):
    """`/reminder/insert` with an `id`: what is given changes, an empty date becomes an open one."""

    id: Id | None = None
    title: Text255 | None = None
    content: Text255 | None = None
    market: Names | None = None
    start_date: Moment | None = None
    expire_date: Moment | None = None
    recurrent_interval: Interval | None = None
    is_global: bool | None = None
    is_all_business: bool | None = None
    business_name: Names | None = None

    @field_validator("id", "recurrent_interval", "is_global", "is_all_business", mode="before")
    @classmethod
    def _absent(cls, value: object) -> object:
        """Forms send an empty text for nothing."""
        return None if isinstance(value, str) and not value.strip() else value


class NewIn(InsertIn):
    """`/reminder/insert` without an `id`."""

    title: Text255
    content: Text255
    is_global: bool


class PlanUpdateIn(KeptInput):
    """`/plan/update`: of a plan that exists, only what is given changes."""

    plan_id: PlanId
    name: Text255
    business_name: Annotated[str, Field(min_length=1)]
    contract: Contract
    fee: Short255 | None = None
    discount: Short255 | None = None
    note: Note | None = None

    def wanted(self) -> dict[str, object]:
        """The plan in our words; empty texts are none."""
        given = self.model_dump(exclude_unset=True)
        business = given.pop("business_name")
        return {name: None if value == "" else value for name, value in given.items()} | {
            "business": business
        }


def read_wish(form: InsertIn) -> Wish:
    """What the form asks for, in our words. Raise BadRequest for an unknown market."""
    given = form.model_fields_set
    fields: dict[str, object] = {}
    for name in ("title", "content", "is_global"):
        if getattr(form, name) is not None:
            fields[name] = getattr(form, name)
    for name in {"start_date", "expire_date"} & given:
        fields[name] = getattr(form, name)
    if "market" in given:
        fields["markets"] = list(rules.parse_markets(form.market))
    if "recurrent_interval" in given:
        fields["recurrent_interval"] = form.recurrent_interval or 0
    return Wish(form.id, fields | _businesses(form))


def _businesses(form: InsertIn) -> dict[str, object]:
    value = form.business_name
    names = [name.strip() for name in (value.split(",") if isinstance(value, str) else value or ())]
    names = [name for name in names if name]
    if form.is_all_business:
        return {"is_all_business": True, "businesses": []}
    if names:
        return {"is_all_business": False, "businesses": names}
    return {} if form.is_all_business is None else {"is_all_business": False}
