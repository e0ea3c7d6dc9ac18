"""Types of projects as data: their states, labels, colours, and the order of the steps."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Language = Literal["zh", "en"]
Colour = Literal["grey", "blue", "cyan", "green", "orange", "red", "purple"]


@dataclass(frozen=True, slots=True)
class State:
    """One state. `same_as` names the state it counts as; one aside is no step, as a lost deal."""

    key: str
    label_zh: str
    label_en: str
    colour: Colour = "blue"
    final: bool = False
    aside: bool = False
    same_as: str | None = None

    def label(self, language: Language) -> str:
        """As people read it."""
        return self.label_zh if language == "zh" else self.label_en


@dataclass(frozen=True, slots=True)
class ProjectType:
    """One type with its states in their order."""

    key: str
    label_zh: str
    label_en: str
    colour: Colour
    states: tuple[State, ...]

    def label(self, language: Language) -> str:
        """As people read it."""
        return self.label_zh if language == "zh" else self.label_en

    def state(self, key: str) -> State | None:
        """The state called `key`; None for one that nobody described."""
        return next((state for state in self.states if state.key == key), None)

    def counted(self, key: str) -> State | None:
        """The state that `key` counts as."""
        found = self.state(key)
        return self.state(found.same_as) or found if found and found.same_as else found

    @property
    def steps(self) -> tuple[State, ...]:
        """The states that a step bar shows."""
        return tuple(state for state in self.states if not state.aside and not state.same_as)

    def state_label(self, key: str, language: Language = "zh") -> str:
        """A state's label; an unknown one is shown as it came."""
        found = self.state(key)
        return key if found is None else found.label(language)

    def finals(self) -> list[str]:
        """The keys of the states after which nothing is expected."""
        return [state.key for state in self.states if (self.counted(state.key) or state).final]


Types = Mapping[str, ProjectType]

DEFAULT_TYPES: tuple[ProjectType, ...] = (
    ProjectType(
        "presale",
        "售前商机",
        "Presale",
        "purple",
        (
            State("created", "已创建", "Created", "grey"),
            State("contacting", "跟进中", "In contact", "blue"),
            State("quoted", "已报价", "Quoted", "cyan"),
            State("won", "已成交", "Won", "green", final=True),
            State("lost", "已流失", "Lost", "red", final=True, aside=True),
        ),
    ),
    ProjectType(
        "aftersales",
        "售后工单",
        "After-sales",
        "orange",
        (
            State("created", "已创建", "Created", "grey"),
            State("assigned", "已分配", "Assigned", "cyan"),
            State("processing", "处理中", "In progress", "blue"),
            State("completed", "已完成", "Completed", "green", final=True),
            State("resolved", "已完成", "Completed", "green", final=True, same_as="completed"),
        ),
    ),
    ProjectType(
        "sales",
        "订单",
        "Order",
        "blue",
        (
            State("pending", "待处理", "Pending", "grey"),
            State("paid", "已付款", "Paid", "cyan"),
            State("shipped", "已发货", "Shipped", "blue"),
            State("completed", "已完成", "Completed", "green", final=True),
        ),
    ),
)


def by_key(types: Sequence[ProjectType]) -> dict[str, ProjectType]:
    """The types under their keys, in their order."""
    return {one.key: one for one in types}


def load(stored: Sequence[Mapping[str, object]]) -> tuple[ProjectType, ...]:
    """What `dump` wrote."""
    return tuple(
        ProjectType(**{**one, "states": tuple(State(**state) for state in one["states"])})  # type: ignore[arg-type,attr-defined]  # our own JSON
        for one in stored
    )


def dump(types: Sequence[ProjectType]) -> list[dict[str, object]]:
    """As JSON."""
    return [asdict(one) for one in types]


def type_of(types: Types, key: str) -> ProjectType:
    """The type; one that nobody described has no states."""
    return types.get(key) or ProjectType(key, key, key, "grey", ())


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the bar."""

    key: str
    label: str
    reached: bool
    current: bool
    at: str | None


def step_bar(
    kind: ProjectType, state: str, given: Sequence[Mapping[str, str | None]], language: Language = "zh"
) -> list[Step]:
    """The steps of a type as a project in `state` has taken them; moments as the remote gave them."""
    moments = {_counted(kind, one.get("key")): one.get("at") for one in given}
    position = _position(kind, state, moments)
    current = kind.counted(state)
    return [
        Step(
            step.key,
            step.label(language),
            number <= position,
            current is not None and step.key == current.key,
            moments.get(step.key) if number <= position else None,
        )
        for number, step in enumerate(kind.steps, 1)
    ]


def progress_of(kind: ProjectType, state: str, given: Sequence[Mapping[str, str | None]]) -> int:
    """How far it is, 0 to 100: the position of the state, or else of the last step taken."""
    if not kind.steps:
        return 0
    moments = {_counted(kind, one.get("key")): one.get("at") for one in given}
    return round(100 * _position(kind, state, moments) / len(kind.steps))


def _counted(kind: ProjectType, key: str | None) -> str | None:
    found = kind.counted(key) if key else None
    return found.key if found else key


def _position(kind: ProjectType, state: str, moments: Mapping[str | None, str | None]) -> int:
    order = {step.key: number for number, step in enumerate(kind.steps, 1)}
    found = kind.counted(state)
    if found is not None and found.key in order:
        return order[found.key]
    return max((order[key] for key, at in moments.items() if key in order and at), default=0)
