"""Customers over the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, model_validator

from deskside.kernel.wire import Input, Output
from deskside.modules.contacts.schemas.fields import (
    MOST_OTHERS,
    Address,
    Comment,
    Company,
    Country,
    Email,
    Importance,
    Name,
    Phone,
    Reason,
    Valid,
    Website,
)

T = TypeVar("T")
CustomerSort = Literal[
    "id", "-id", "name", "-name", "email", "-email", "importance", "-importance", "company", "-company",
    "country", "-country", "last_contact_date", "-last_contact_date", "last_checked_date",
    "-last_checked_date", "valid", "-valid", "updated_at", "-updated_at", "deleted_at", "-deleted_at",
]  # fmt: skip
Others = Annotated[list[Email], Field(max_length=MOST_OTHERS)]
OtherPhones = Annotated[list[Phone], Field(max_length=MOST_OTHERS)]


class Counted(Output, Generic[T]):
    """One page. `total` is exact up to 10,000; beyond, `approximate`, it may be a minute old."""

    items: list[T]
    total: int
    approximate: bool


class CustomerIn(Input):
    """A new customer. `emails` and `phones` are the further ones, beside the first."""

    email: Email
    name: Name = ""
    importance: Importance = 0
    company: Company = ""
    country: Country = ""
    address: Address = ""
    phone: Phone = ""
    website: Website = ""
    comment: Comment = ""
    emails: Others = Field(default_factory=list)
    phones: OtherPhones = Field(default_factory=list)


class CustomerPatch(Input):
    """Only the fields that are present change; 409 when `version` is not the present one."""

    version: Annotated[int, Field(ge=1)]
    email: Email | None = None
    name: Name | None = None
    importance: Importance | None = None
    company: Company | None = None
    country: Country | None = None
    address: Address | None = None
    phone: Phone | None = None
    website: Website | None = None
    comment: Comment | None = None
    emails: Others | None = None
    phones: OtherPhones | None = None
    owner_id: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _no_emptied(self) -> "CustomerPatch":
        for name in sorted(self.model_fields_set):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null; leave it out to keep it")
        return self

    def changes(self) -> dict[str, Any]:
        """The fields that are present."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"version"}}


class Snooze(Output):
    until: date
    reason: str | None
    by: str | None


class VerdictOut(Output):
    """What decided `valid`: `source` is manual, import, bounce, dns, provider or probe."""

    valid: Valid
    source: str
    reason: str | None
    evidence: str | None
    by: str
    at: datetime
    cleared_at: datetime | None = None


class CustomerRow(Output):
    """A customer in a list. `comment` is the beginning of the comment without tags.

    `valid`: 0 invalid, 1 valid, 2 unconfirmed; `manual`: somebody decided it by hand.
    """

    id: int
    name: str
    email: str
    importance: int
    company: str
    country: str
    address: str
    phone: str
    website: str
    comment: str
    last_contact_date: datetime | None
    last_contact_source: str | None
    last_checked_date: datetime | None
    valid: Valid
    valid_reason: str | None
    manual: bool
    snooze: Snooze | None
    owner_id: int | None
    owner: str | None
    department_id: int | None
    version: int
    updated_at: datetime
    updated_by: str | None
    deleted_at: datetime | None
    deleted_by: str | None


class CustomerOut(CustomerRow):
    """One customer: `comment` is its washed HTML, `emails` and `phones` the further ones."""

    emails: list[str]
    phones: list[str]
    verdict: VerdictOut | None
    merged_into: int | None
    created_at: datetime


class VerdictIn(Input):
    """A verdict by hand: it stands until it is cleared."""

    valid: Valid
    reason: Reason


class SnoozeIn(Input):
    """Not before `until` (a date in the site's zone) is the customer on the follow-up list again."""

    until: date
    reason: Reason
