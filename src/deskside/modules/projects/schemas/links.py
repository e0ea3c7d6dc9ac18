"""Links as customers act on them, and as staff see them."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from deskside.kernel.wire import Input, Output

LONGEST_TOKEN = 200
RoleKey = Literal["customer", "engineer", "salesman"]


class WithToken(Input):
    """What every button of a customer's page sends: the end of its address."""

    token: Annotated[str, Field(max_length=LONGEST_TOKEN)]


class ProofIn(WithToken):
    """The digits that came by SMS or e-mail."""

    code: Annotated[str, Field(max_length=20)]


class WechatIn(WithToken):
    """What WeChat sent the browser back with."""

    code: Annotated[str, Field(max_length=200)]
    state: Annotated[str, Field(max_length=300)]


class FeedbackIn(WithToken):
    """Whether the project's problem is solved."""

    solved: bool


class ActedOut(Output):
    """A sentence for the page. `wait` are seconds until the button works again; `go` an address to go to."""

    said: str = ""
    wait: int = 0
    changed: bool = False
    go: str | None = None


class AccessOut(Output):
    """The document's answer. `access_type` is null for staff who do not belong to the project."""

    has_access: bool
    user_id: str | None = None
    user_name: str | None = None
    access_type: RoleKey | None = None


class LinkOut(Output):
    """A recipient's link. `opened`, `refused` and `forwarded` count attempts; `devices` may view now."""

    id: int
    state: Literal["active", "expired", "revoked"]
    created_at: AwareDatetime
    expires_at: AwareDatetime
    asked_at: AwareDatetime | None
    devices: int
    opened: int
    refused: int
    forwarded: int


class PersonOut(Output):
    """Somebody who belongs to a project, how they can be reached (masked), and their present or last link."""

    role: RoleKey
    name: str
    address: str
    reachable: bool
    link: LinkOut | None


class PeopleOut(Output):
    """Everybody whom the project names."""

    items: list[PersonOut]


class MintIn(Input):
    """For whom the link is."""

    role: RoleKey


class MintedOut(LinkOut):
    """A link with its address, which is shown to nobody later."""

    url: str


class ExtendIn(Input):
    """For how many days from now it is to be good."""

    days: Annotated[int, Field(ge=1, le=90)] = 7


class VisitOut(Output):
    """One attempt with a link: which step, how it ended, from which network and kind of device."""

    id: int
    at: AwareDatetime
    role: str
    person_name: str
    step: str
    result: str
    network: str
    device: str


class FeedbackOut(Output):
    """What a recipient said of a project in one of its states; `done_at` null: a task."""

    id: int
    project_id: str
    title: str
    person_name: str
    state: str
    solved: bool
    at: AwareDatetime
    owner_id: int | None
    done_at: AwareDatetime | None
    done_how: str | None
    version: int


class FinishIn(Input):
    """The version that was looked at."""

    version: int
