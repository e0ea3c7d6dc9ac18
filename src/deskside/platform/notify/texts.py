"""Texts with `{variables}`: checked when they are saved, filled when they are sent, the same way."""

import re
from collections.abc import Collection, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deskside.kernel.errors import Invalid

Language = Literal["zh", "en"]
Channel = Literal["wechat", "wecom", "wecom_bot", "sms", "email", "inbox", "apprise"]
CHANNELS: tuple[Channel, ...] = ("wechat", "wecom", "wecom_bot", "sms", "email", "inbox", "apprise")

LONGEST_TITLE = 300

_token = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_control = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")

Line = Annotated[str, StringConstraints(max_length=LONGEST_TITLE)]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_]+$")]


class Content(BaseModel):
    """What a channel says.

    Mail: `title` is the subject. WeCom, inbox, Apprise: title and body. WeChat: `template` is the approved
    template's id, `fields` its fields, `link` where a tap leads. SMS: `template` is the approved template's
    code, `fields` its parameters in their order; `body` is the approved text, for preview and log.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    title: Line = ""
    body: Annotated[str, StringConstraints(max_length=20_000)] = ""
    template: Annotated[str, StringConstraints(max_length=100)] = ""
    fields: Annotated[dict[FieldName, Line], Field(max_length=20)] = Field(default_factory=dict)
    link: Line = ""

    def patterns(self) -> dict[str, str]:
        """Every text with variables, by the name under which a mistake is told."""
        return {
            "title": self.title,
            "body": self.body,
            "link": self.link,
            **{f"fields.{name}": text for name, text in self.fields.items()},
        }


def variables_in(text: str) -> set[str]:
    """The names between braces; `{{` and `}}` are braces themselves."""
    return {match.group(1) for match in _token.finditer(text) if match.group(1) is not None}


def check_content(content: Content, known: Collection[str]) -> None:
    """Raise Invalid, naming the field, for a variable that is not known or a brace that stands alone."""
    wrong: dict[str, str] = {}
    for where, text in content.patterns().items():
        unknown = sorted(variables_in(text) - set(known))
        lone = any(match.group() in {"{", "}"} for match in _token.finditer(text))
        if unknown:
            names = ", ".join("{" + name + "}" for name in unknown)
            wrong[where] = f"{names} is unknown; known: {', '.join('{' + name + '}' for name in known)}"
        elif lone:
            wrong[where] = "a brace stands alone: write {{ or }} for a brace itself"
    if wrong:
        raise Invalid("; ".join(f"{where}: {text}" for where, text in wrong.items()), fields=wrong)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its variables; what stands in a value is never read as a variable again."""

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        if name is None:
            return match.group()[0]
        return values.get(name, "")

    return _token.sub(put, text)


def one_line(text: str) -> str:
    """`text` without line breaks and control characters: fit for a subject, a title, a field."""
    return " ".join(_control.sub(" ", text).split())


def fill_content(content: Content, values: Mapping[str, str]) -> Content:
    """The content as it is sent, and as a preview shows it."""
    clean = {
        name: _control.sub(" ", value).replace("\r\n", "\n").replace("\r", "\n")
        for name, value in values.items()
    }
    return Content.model_construct(
        title=one_line(fill(content.title, clean))[:LONGEST_TITLE],
        body=fill(content.body, clean).strip(),
        template=content.template,
        fields={name: one_line(fill(text, clean)) for name, text in content.fields.items()},
        link=one_line(fill(content.link, clean)),
    )
