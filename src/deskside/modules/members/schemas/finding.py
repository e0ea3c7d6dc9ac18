"""Lists of members and coaches."""

from datetime import date

from deskside.modules.members.schemas.base import CamelOutput


class CustomerFound(CamelOutput):
    """A member of a list; `phone` is masked."""

    id: int
    name: str | None
    phone: str | None
    level: str | None
    register_date: date | None


class CoachFound(CamelOutput):
    """A coach of a list."""

    id: int
    name: str | None
    level: str | None
    skills: list[str]
    hire_date: date | None
