"""Which jobs are runs, and what people call them."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Title:
    """The name of a run in 同步与任务."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        """In the reader's language."""
        return self.zh if language == "zh" else self.en


_titles: dict[str, Title] = {}


def declare_title(name: str, title: Title) -> None:
    """Say that jobs called `name` are runs."""
    _titles[name] = title


def title_of(name: str) -> Title | None:
    """None: jobs of this name leave no run."""
    return _titles.get(name)
