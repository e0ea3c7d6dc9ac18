"""What a look-up sends, and ticks."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from deskside.kernel.wire import Input, Output
from deskside.modules.assist.models import MAX_ACCT_ID, MAX_INT
from deskside.modules.assist.schemas.fields import AcctId, Tags


class LookupIn(Input):
    """The account on screen. Without `tags` every tag reminder is sent and the client chooses."""

    acct_id: AcctId
    market: str
    business: str
    cn_num: str | None = None
    tags: Tags | None = None


class TickOut(Output):
    """`done` is the tick as it counts now, `is_processed` as it was made; `version` 0 = never ticked."""

    done: bool
    is_processed: bool
    last_processed_at: datetime | None
    by: str | None
    version: int


class LookupItem(Output):
    """`id` is null for the special-number item; `tick` is null for kind fixed."""

    id: int | None
    kind: Literal["fixed", "todo"]
    content: str
    tag: str | None
    recurrent_interval: int
    tick: TickOut | None


class LookupOut(Output):
    """`revision` changes when a reminder or a tick of this account does."""

    acct_id: int
    reminders: list[LookupItem]
    revision: str


class Reported(Input):
    """Ids of the agent as the CRM page has them: stored, never believed."""

    userid: Annotated[int, Field(ge=0, le=MAX_ACCT_ID)] | None = None
    xinfang_id: Annotated[int, Field(ge=0, le=MAX_ACCT_ID)] | None = None


class TickIn(Input):
    done: bool
    version: Annotated[int, Field(ge=0, le=MAX_INT)]
    reported: Reported = Reported()
    market: str | None = None
    business: str | None = None
    cn_num: str | None = None
    tags: Tags | None = None
