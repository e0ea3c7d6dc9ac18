"""What a job carries: a named, frozen set of ids and dates, written as JSON that outlives the code."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

names: dict[str, str] = {}


class Message(BaseModel):
    """Declared as `class SyncDay(Message, name="calls.sync_day"): day: date`; one handler runs it.

    Fields are ids and dates, never personal data. A field added later has a default, so that the messages
    of the last release can still be read; fields that this release does not know are ignored.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="ignore")
    message_name: ClassVar[str]

    def __init_subclass__(cls, *, name: str | None = None, **options: object) -> None:
        super().__init_subclass__(**options)  # type: ignore[arg-type]  # Pydantic's own class options
        if name is None:
            return
        owner = f"{cls.__module__}.{cls.__qualname__}"
        if names.setdefault(name, owner) != owner:
            raise TypeError(f"two messages are named {name}: {names[name]} and {owner}")
        cls.message_name = name

    def encode(self) -> str:
        """The JSON that the ledger keeps."""
        return self.model_dump_json()


class Event(Message):
    """A message about something that happened: any number of `@on` handlers, each run as its own job."""
