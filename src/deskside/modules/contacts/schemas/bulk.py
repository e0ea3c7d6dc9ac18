"""Many customers at once, and the way back."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from deskside.kernel.wire import Input, Output
from deskside.modules.contacts.schemas.fields import Company, Country, Ids, Importance

BatchKind = Literal["edit", "delete", "import", "merge"]


class BulkEditIn(Input):
    """What all of them get; at least one field."""

    ids: Ids
    importance: Importance | None = None
    company: Company | None = None
    country: Country | None = None
    owner_id: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _something(self) -> "BulkEditIn":
        if not self.changes():
            raise ValueError("say what is to change: importance, company, country or owner_id")
        return self

    def changes(self) -> dict[str, Any]:
        """The fields that are given."""
        names = self.model_fields_set - {"ids"}
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


class BulkIn(Input):
    ids: Ids


class BulkOut(Output):
    """`batch_id` takes it back; null when nothing changed. `missing` are not there for the caller."""

    batch_id: int | None
    changed: int
    unchanged: int
    missing: list[int]


class BatchOut(Output):
    id: int
    kind: BatchKind
    actor: str
    at: datetime
    count: int
    undone_at: datetime | None


class KeptCustomer(Output):
    """A customer that an undo left as it is."""

    customer_id: int
    name: str
    email: str
    reason: str


class UndoOut(Output):
    """How many are again as before, how many are gone again, and which were left alone."""

    restored: int
    removed: int
    kept: list[KeptCustomer]
