"""What panels are told, and how managers say it."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, StringConstraints

from deskside.kernel.wire import Input, Output
from deskside.modules.assist.schemas.devices import AgentOut
from deskside.modules.assist.schemas.fields import AcctId, Id, Patch
from deskside.modules.assist.schemas.profiles import ProfileBody

SectionKey = Literal["links", "reminders", "todos", "facts", "plan", "tickets", "cards"]
SECTIONS: tuple[SectionKey, ...] = get_args(SectionKey)
SectionState = Literal["open", "folded", "hidden"]
Version = Annotated[str, StringConstraints(max_length=32, pattern=r"^\d{1,5}(\.\d{1,5}){0,2}$")]
Status = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32, to_upper=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
Url = Annotated[str, StringConstraints(min_length=1, max_length=1024, pattern=r"^[^\x00]*$")]
Products = Annotated[list[Annotated[str, Field(min_length=1, max_length=20)]], Field(max_length=50)]
Departments = Annotated[list[Id], Field(max_length=200)]
Position = Annotated[int, Field(ge=0, le=10_000)]
HIDDEN_STATUSES = ("CLOSED", "RESOLVED", "COMPLETED", "CANCELLED")


class Section(Input):
    """One section of the panel; its place in the list is its place on screen."""

    key: SectionKey
    state: SectionState = "open"


class Tweaks(Input):
    """Mends of the CRM's own page: ids in the drop-down, and no blank pop-up on hover."""

    functional_ids: bool = True
    blank_hover: bool = True


class PolicyBody(Input):
    """What a department says; null (or left out) is taken from the department above."""

    enabled: bool | None = None
    message: Annotated[str, Field(max_length=255)] | None = None
    min_version: Version | None = None
    tweaks: Tweaks | None = None
    sections: Annotated[list[Section], Field(max_length=len(SECTIONS))] | None = None
    hidden_statuses: Annotated[list[Status], Field(max_length=50)] | None = None
    profile_id: Id | None = None


class PolicyIn(Input):
    """`version` is the one on screen; 0 = the department has none yet."""

    version: Annotated[int, Field(ge=0)]
    body: PolicyBody


class PolicyOut(Output):
    """`department_id` 0 is everybody."""

    department_id: int
    department: str | None
    body: PolicyBody
    last_modified: datetime | None
    by: str | None
    version: int


class LinkOfPanel(Output):
    id: int
    title: str
    url: str
    products: list[str]


class PanelOut(Output):
    """Everything a panel goes by. `version` is the server's; older scripts than `min_version` must update."""

    agent: AgentOut
    version: str
    min_version: str
    enabled: bool
    message: str | None
    profile: ProfileBody
    links: list[LinkOfPanel]
    tweaks: Tweaks
    sections: list[Section]
    hidden_statuses: list[str]
    revision: int


class LinkIn(Input):
    """Empty `products` or `departments` mean all."""

    title: Title
    url: Url
    products: Products = Field(default_factory=list)
    departments: Departments = Field(default_factory=list)
    position: Position = 0
    enabled: bool = True


class LinkPatch(Patch):
    never_null: ClassVar[frozenset[str]] = frozenset(
        {"title", "url", "products", "departments", "position", "enabled"}
    )

    title: Title | None = None
    url: Url | None = None
    products: Products | None = None
    departments: Departments | None = None
    position: Position | None = None
    enabled: bool | None = None


class LinkOut(Output):
    """`clicks` are those of the last 30 days."""

    id: int
    title: str
    url: str
    products: list[str]
    departments: list[int]
    position: int
    enabled: bool
    clicks: int
    last_modified: datetime
    by: str | None
    version: int


class VariableOut(Output):
    name: str
    meaning: str


class LinkTry(Input):
    """An address to fill in for an account."""

    url: Url
    acct_id: AcctId
    market: Annotated[str, Field(max_length=8)] = ""
    business: Annotated[str, Field(max_length=20)] = ""
    cn_num: Annotated[str, Field(max_length=20)] = ""
    plan_id: Annotated[str, Field(max_length=20)] = ""
    userid: Annotated[str, Field(max_length=20)] = ""


class FilledLink(Output):
    """`url` is null when the account lacks a value that the address needs."""

    url: str | None


UseKind = Literal["link", "plan", "tweak_off"]


class UseEvent(Input):
    """One use; `acct_id` is accepted and not kept: counts are about links, not about customers."""

    kind: UseKind
    key: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
    acct_id: AcctId | None = None


class UseIn(Input):
    events: Annotated[list[UseEvent], Field(min_length=1, max_length=100)]


class UsedThing(Output):
    """`name` is null for what is not there any more."""

    key: str
    name: str | None
    times: int
    agents: int
    last_day: date | None


class UsingAgent(Output):
    user_id: int
    name: str
    department: str | None
    links: int
    plans: int


class UseOfDay(Output):
    day: date
    links: int
    plans: int


class UsageOut(Output):
    """Of the days from `since` to `until`, both counted; links that nobody used are there with 0."""

    since: date
    until: date
    links: list[UsedThing]
    plans: list[UsedThing]
    tweaks_off: list[UsedThing]
    agents: list[UsingAgent]
    days: list[UseOfDay]
