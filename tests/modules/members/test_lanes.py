"""Threads that may hang: how many at most, and what becomes of those who come after."""

import threading
from time import monotonic

import pytest

from deskside.kernel.errors import Unavailable
from deskside.modules.members.connectors import Lanes


def test_questions_run_side_by_side_up_to_the_size() -> None:
    lanes, together = Lanes("test", 3), threading.Barrier(3, timeout=5)
    until = monotonic() + 5
    calls = [lanes.ask(together.wait, until) for _ in range(3)]
    assert sorted(call.answer() for call in calls) == [0, 1, 2]
    lanes.close()


def test_a_question_that_fails_raises_where_it_is_answered() -> None:
    lanes = Lanes("test", 1)
    with pytest.raises(ZeroDivisionError):
        lanes.ask(lambda: 1 // 0, monotonic() + 5).answer()
    assert lanes.ask(lambda: 7, monotonic() + 5).answer() == 7
    lanes.close()


def test_whoever_waits_longer_than_its_time_is_never_begun() -> None:
    lanes, gate, begun = Lanes("test", 1), threading.Event(), threading.Event()
    slow = lanes.ask(gate.wait, monotonic() + 5)
    late = lanes.ask(begun.set, monotonic() + 0.05)
    with pytest.raises(TimeoutError):
        late.answer()
    gate.set()
    assert slow.answer()
    assert lanes.ask(lambda: 1, monotonic() + 5).answer() == 1
    assert not begun.is_set()
    lanes.close()


def test_when_every_lane_is_overdue_the_next_is_refused_at_once_until_one_is_free() -> None:
    lanes, gate = Lanes("test", 2), threading.Event()
    hanging = [lanes.ask(gate.wait, monotonic() + 0.05) for _ in range(2)]
    for call in hanging:
        with pytest.raises(TimeoutError):
            call.answer()
    with pytest.raises(Unavailable, match="来源暂不可用"):
        lanes.ask(lambda: 1, monotonic() + 5)
    gate.set()
    assert all(call.future.result(5) for call in hanging)
    assert lanes.ask(lambda: 1, monotonic() + 5).answer() == 1
    lanes.close()
