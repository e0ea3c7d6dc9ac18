"""What a recipient's page shows: everything on it, nothing beside it."""

from dataclasses import dataclass
from typing import Literal

StepState = Literal["done", "at", "todo"]


@dataclass(frozen=True)
class Step:
    """One place of the step bar."""

    label: str
    state: StepState
    at: str | None = None


@dataclass(frozen=True)
class Moment:
    """One line of the timeline: when, from which state to which."""

    at: str
    old: str
    new: str


@dataclass(frozen=True)
class PageView:
    """A project as its recipient sees it, every text ready to be read.

    `down_since` is the time of the data while the source does not answer. `feedback` None: not said yet;
    `may_answer` False: it is not for this recipient to say. `pay_url` leads away from here.
    """

    project_id: str
    title: str
    type_label: str
    state_label: str
    age: str
    synced_at: str
    device: str = ""
    fault: str = ""
    customer: str = ""
    engineer: str = ""
    salesman: str = ""
    amount: str = ""
    paid_at: str = ""
    pay_url: str = ""
    down_since: str | None = None
    feedback: bool | None = None
    may_answer: bool = False
    steps: tuple[Step, ...] = ()
    timeline: tuple[Moment, ...] = ()


def with_id(template: str, project_id: str) -> str:
    """The payment page's address for a project; empty where none is set."""
    return template.replace("{order_id}", project_id) if template else ""
