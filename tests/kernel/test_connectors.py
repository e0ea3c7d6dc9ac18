from typing import Protocol

import pytest

from deskside.kernel.connectors import Ports, RemoteAnswerChanged, RemoteRefused, RemoteUnavailable


class Clock(Protocol):
    def time(self) -> int: ...


class Fake:
    def __init__(self) -> None:
        self.closed = False

    def time(self) -> int:
        return 7

    def close(self) -> None:
        self.closed = True


def test_a_port_gives_the_implementation_that_was_provided_and_makes_it_once() -> None:
    ports = Ports()
    ports.provide(Clock, Fake)
    assert ports.get(Clock).time() == 7
    assert ports.get(Clock) is ports.get(Clock)


def test_a_later_implementation_replaces_the_first() -> None:
    ports = Ports()
    ports.provide(Clock, Fake)
    first = ports.get(Clock)
    ports.provide(Clock, Fake)
    assert ports.get(Clock) is not first


def test_an_unknown_port_is_named() -> None:
    with pytest.raises(LookupError, match="Clock"):
        Ports().get(Clock)


def test_closing_closes_what_was_made() -> None:
    ports, fake = Ports(), Fake()
    ports.provide(Clock, lambda: fake)
    ports.get(Clock)
    ports.close()
    assert fake.closed


def test_a_changed_answer_keeps_a_bounded_sample() -> None:
    error = RemoteAnswerChanged("no list of calls in it", sample=b"\xff" * 10_000, remote="calls")
    assert len(error.sample) == 2_000
    assert error.remote == "calls"


def test_each_failure_has_its_code() -> None:
    assert RemoteUnavailable("away", retry_after=5).body()["code"] == "remote_unavailable"
    assert RemoteRefused("wrong key").body()["code"] == "remote_refused"
