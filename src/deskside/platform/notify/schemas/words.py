"""Events, texts and rules."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from deskside.kernel.wire import Input, Output
from deskside.platform.notify.texts import Channel, Content, Language

Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Value = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Facts = Annotated[dict[Key, Value], Field(max_length=10)]
Channels = Annotated[list[Channel], Field(max_length=7)]
Version = Annotated[int, Field(ge=0)]


class VariableOut(Output):
    """`{name}`; a `minted` one is made when the notice is sent."""

    name: str
    title: str
    sample: str
    minted: bool


class ChoiceOut(Output):
    value: str
    title: str


class ConditionOut(Output):
    """A fact a rule may ask for, with the values it can have."""

    name: str
    title: str
    choices: list[ChoiceOut]


class AudienceOut(Output):
    """Who can be told; `channels` is the order where no rule says otherwise."""

    key: str
    title: str
    channels: list[Channel]


class EventOut(Output):
    """Something people are told of. `urgent` ignores quiet hours, `mandatory` opt-outs too."""

    name: str
    title: str
    urgent: bool
    mandatory: bool
    variables: list[VariableOut]
    conditions: list[ConditionOut]
    audiences: list[AudienceOut]


class TemplateOut(Output):
    """The text of an event on a channel in a language; `version` 0: never edited."""

    event: str
    event_title: str
    channel: Channel
    language: Language
    version: int
    edited: bool
    content: Content
    author: str | None
    at: datetime | None


class TemplateVersionOut(Output):
    """A saved version; no content: back to the default."""

    version: int
    content: Content | None
    author: str
    at: datetime


class TemplateDetail(TemplateOut):
    """With what the editor needs: variables, the default, who changed what."""

    default: Content
    variables: list[VariableOut]
    history: list[TemplateVersionOut]


class TemplateIn(Input):
    """`version` is the one seen."""

    version: Version
    content: Content


class TemplateReset(Input):
    version: Version


class Draft(Input):
    """A text that is not saved yet; null: the saved one."""

    content: Content | None = None


class PreviewOut(Output):
    """The text as it would be sent, with sample values. `text` is all of it as a person reads it."""

    title: str
    body: str
    template: str
    fields: dict[str, str]
    link: str
    text: str


class RuleOut(Output):
    """When all `facts` hold: whether the audience is told, and by which channels, in this order."""

    id: int
    event: str
    event_title: str
    audience: str
    audience_title: str
    facts: dict[str, str]
    enabled: bool
    channels: list[Channel]
    version: int


class RuleIn(Input):
    """A new rule; no channels: those of the event's owner."""

    event: Key
    audience: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    facts: Facts = Field(default_factory=dict)
    enabled: bool = True
    channels: Channels = Field(default_factory=list)


class RulePatch(Input):
    """Changes made upon `version`."""

    version: int
    enabled: bool | None = None
    channels: Channels | None = None
    facts: Facts | None = None


Outcome = Literal["passed", "failed", "skipped"]


class StepOut(Output):
    """One step of a test; `detail` says why it failed."""

    key: str
    outcome: Outcome
    detail: str | None = None


class TrialOut(Output):
    """How a test went; `failed` names the step at which it ended."""

    passed: bool
    failed: str | None
    steps: list[StepOut]
    answer: str | None
