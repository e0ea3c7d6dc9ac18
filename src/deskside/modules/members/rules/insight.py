"""What a model wrote about a member: text that nobody has checked."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

APP_TYPE = "app4_analysis"


class Strategy(BaseModel):
    """One thing to try."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore", strict=True)

    color: str
    text: str


class Insight(BaseModel):
    """What the model thinks of the member."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore", strict=True)

    summary: str
    strategies: list[Strategy] = Field(default_factory=list)


def read_insight(text: str) -> Insight:
    """The parsed text; ValueError for what is no such JSON."""
    return Insight.model_validate_json(text)
