"""What can be told: each module declares its events, with variables, texts and conditions as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from deskside.kernel.db import Writes
from deskside.platform.notify.models import PostedNotice
from deskside.platform.notify.texts import CHANNELS, Content, Language, check_content
from deskside.platform.settings import Words

Mint = Callable[[Writes, PostedNotice], str]
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Variable:
    """`{name}` in a text; the samples stand in previews. A `minted` one is made when the notice is sent."""

    name: str
    title: Words
    sample: Words
    minted: bool = False


@dataclass(frozen=True)
class Texts:
    """The default text in both languages."""

    zh: Content
    en: Content

    def of(self, language: str) -> Content:
        """In the recipient's language; Chinese for any other."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Choice:
    """One value of a condition, as rules store it and as people read it."""

    value: str
    title: Words


@dataclass(frozen=True)
class Condition:
    """A fact that notices of the event carry and that a rule may ask for, like the new state."""

    name: str
    title: Words
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Audience:
    """Who is told, as rules choose: the customer, the engineer. `channels` is the order without a rule."""

    key: str
    title: Words
    channels: Sequence[str] = ()


@dataclass(frozen=True)
class Event:
    """Something that people are told of. `templates` by channel; `text` serves channels without their own.

    `urgent` ignores quiet hours and digests; `mandatory` ignores opt-outs too.
    """

    name: str
    title: Words
    variables: Sequence[Variable]
    templates: Mapping[str, Texts]
    audiences: Sequence[Audience] = (Audience(EVERYBODY, Words("相关人员", "Those concerned")),)
    conditions: Sequence[Condition] = ()
    urgent: bool = False
    mandatory: bool = False

    def variable_names(self) -> list[str]:
        """Every name that a text may use."""
        return [one.name for one in self.variables]

    def text_of(self, channel: str, language: str) -> Content:
        """The default text."""
        texts = self.templates.get(channel) or self.templates["text"]
        return texts.of(language)

    def sample(self, language: Language) -> dict[str, str]:
        """Values for a preview."""
        return {one.name: getattr(one.sample, language) for one in self.variables}


@dataclass
class _Declared:
    events: dict[str, Event] = field(default_factory=dict)
    minted: dict[tuple[str, str], Mint] = field(default_factory=dict)


_declared = _Declared()


def declare_event(event: Event) -> Event:
    """Make the event known, at module level. Raise ValueError for texts with unknown variables."""
    if event.name in _declared.events and _declared.events[event.name] != event:
        raise ValueError(f"two events are called {event.name}")
    if "text" not in event.templates:
        raise ValueError(f"{event.name} lacks the text that serves every channel")
    unknown = set(event.templates) - set(CHANNELS) - {"text"}
    if unknown:
        raise ValueError(f"{event.name} has texts for unknown channels: {', '.join(sorted(unknown))}")
    for texts in event.templates.values():
        for content in (texts.zh, texts.en):
            check_content(content, event.variable_names())
    _declared.events[event.name] = event
    return event


def declare_minted(event: str, variable: str, mint: Mint) -> None:
    """Have `mint(db, notice)` make the variable when a notice of the event is sent, in that transaction."""
    _declared.minted[event, variable] = mint


def find_event(name: str) -> Event | None:
    """The event; None if this process does not know it."""
    return _declared.events.get(name)


def known_events() -> list[Event]:
    """Every event, by name."""
    return [_declared.events[name] for name in sorted(_declared.events)]


def minters_of(event: str) -> dict[str, Mint]:
    """What makes the variables of an event that are minted."""
    return {variable: mint for (name, variable), mint in _declared.minted.items() if name == event}


def forget_event(name: str) -> None:
    """Take a declaration back (for tests)."""
    _declared.events.pop(name, None)
    for key in [key for key in _declared.minted if key[0] == name]:
        del _declared.minted[key]
