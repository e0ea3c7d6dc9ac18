"""Groups of settings: frozen classes that give storage, form, documentation and validation at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, SecretStr, field_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


@dataclass(frozen=True)
class Words:
    """A title in both languages, and the sentence under the field. Stands in `Annotated[int, Words(…)]`."""

    zh: str
    en: str
    zh_hint: str = ""
    en_hint: str = ""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        words = {"title": self.zh, "title_en": self.en}
        hints = {"description": self.zh_hint, "description_en": self.en_hint}
        return {**handler(schema), **words, **{name: hint for name, hint in hints.items() if hint}}


class SettingsGroup(BaseModel):
    """Every field has a default, bounds and Words. A `SecretStr` is write-only and stored encrypted."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _storable(cls, value: object) -> object:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if isinstance(text, str) and ("\0" in text or any("\ud800" <= c <= "\udfff" for c in text)):
            raise ValueError("holds a character that cannot be stored; type it again")
        return value


G = TypeVar("G", bound=SettingsGroup)


@dataclass(frozen=True)
class Registered:
    """A group under its name."""

    name: str
    title: Words
    group: type[SettingsGroup]


_registered: dict[str, Registered] = {}


def settings_group(name: str, *, title: Words) -> Callable[[type[G]], type[G]]:
    """Make the decorated class the group `name`, shown in the console under `title`."""

    def register(group: type[G]) -> type[G]:
        present = _registered.get(name)
        if present is not None and present.group.__qualname__ != group.__qualname__:
            raise ValueError(f"two groups of settings are called {name}")
        group()
        _registered[name] = Registered(name, title, group)
        return group

    return register


def registered_groups() -> Mapping[str, Registered]:
    """Every group that has been imported, by name."""
    return dict(sorted(_registered.items()))


def name_of(group: type[SettingsGroup]) -> str:
    """The name under which a class was registered."""
    for known in _registered.values():
        if known.group is group:
            return known.name
    raise LookupError(f"{group.__name__} lacks @settings_group")


def secret_fields(group: type[SettingsGroup]) -> frozenset[str]:
    """The names of the fields that are never shown."""
    return frozenset(name for name, field in group.model_fields.items() if _is_secret(field.annotation))


def _is_secret(annotation: object) -> bool:
    return annotation is SecretStr or SecretStr in get_args(annotation)
