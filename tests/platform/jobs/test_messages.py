"""Messages outlive the code that wrote them."""

from datetime import date

import pytest

from deskside.platform.jobs import JobContext, Message, forget, job, on
from deskside.platform.jobs.messages import Event


class SyncDay(Message, name="tests.messages.sync_day"):
    day: date
    again: bool = False


class SyncDayOfLastRelease(Message, name="tests.messages.sync_day_last"):
    day: date


class SyncDayOfNextRelease(Message, name="tests.messages.sync_day_next"):
    day: date
    market: str


class Happened(Event, name="tests.messages.happened"): ...


def test_a_message_comes_back_as_it_was() -> None:
    message = SyncDay(day=date(2026, 11, 22), again=True)
    assert message.encode() == '{"day":"2026-11-22","again":true}'
    assert SyncDay.model_validate_json(message.encode()) == message


def test_the_last_release_s_message_is_read() -> None:
    old = SyncDayOfLastRelease(day=date(2026, 11, 22)).encode()
    assert SyncDay.model_validate_json(old) == SyncDay(day=date(2026, 11, 22))


def test_fields_of_the_next_release_are_ignored() -> None:
    new = SyncDayOfNextRelease(day=date(2026, 11, 22), market="USCN").encode()
    assert SyncDay.model_validate_json(new) == SyncDay(day=date(2026, 11, 22))


def test_a_message_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        SyncDay(day=date(2026, 11, 22)).again = True  # type: ignore[misc]  # the refusal is the test


def test_two_messages_cannot_have_one_name() -> None:
    with pytest.raises(TypeError, match="two messages are named"):

        class Another(Message, name="tests.messages.sync_day"): ...


def test_a_message_has_one_handler() -> None:
    @job(SyncDay)
    def first(_context: JobContext[SyncDay]) -> None: ...

    with pytest.raises(TypeError, match="two handlers"):

        @job(SyncDay)
        def second(_context: JobContext[SyncDay]) -> None: ...


def test_reactions_to_an_event_have_their_own_names() -> None:
    @on(Happened, name="tests.messages.reaction")
    def first(_context: JobContext[Happened]) -> None: ...

    with pytest.raises(TypeError, match="two handlers"):

        @on(Happened, name="tests.messages.reaction")
        def second(_context: JobContext[Happened]) -> None: ...

    forget("tests.messages.reaction")
