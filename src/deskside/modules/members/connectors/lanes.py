"""A fixed number of threads that may hang on a source without anybody else hanging with them."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic
from typing import Any, Generic, TypeVar

from deskside.modules.members.errors import source_unavailable

T = TypeVar("T")


@dataclass(frozen=True)
class Call(Generic[T]):
    """A question under way; nobody wants its answer after `until` (monotonic seconds)."""

    future: "Future[T]"
    until: float

    def answer(self) -> T:
        """What came, or what went wrong; TimeoutError when nothing has by `until`."""
        try:
            return self.future.result(max(0.0, self.until - monotonic()))
        except TimeoutError:
            self.future.cancel()
            raise


@dataclass(frozen=True)
class _Waiting:
    question: Callable[[], Any]
    future: "Future[Any]"
    until: float


class Lanes:
    """At most `size` questions at a time, in the order asked; the others wait, but not past their time.

    The threads are daemons: one that hangs keeps no process alive.
    """

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._size = size
        self._changed = threading.Condition()
        self._waiting: deque[_Waiting] = deque()
        self._running: list[_Waiting] = []
        self._threads = 0
        self._closed = False

    def ask(self, question: Callable[[], T], until: float) -> Call[T]:
        """Begin when a lane is free. Raise Unavailable at once when every lane is overdue."""
        future: Future[T] = Future()
        with self._changed:
            if self._all_overdue():
                raise source_unavailable()
            self._waiting.append(_Waiting(question, future, until))
            if len(self._running) + len(self._waiting) > self._threads < self._size:
                self._threads += 1
                threading.Thread(target=self._work, name=self._name, daemon=True).start()
            self._changed.notify()
        return Call(future, until)

    def close(self, seconds: float = 0.0) -> None:
        """Begin nothing more, and give what runs so long to end; what hangs is left behind."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._running, seconds)

    def _all_overdue(self) -> bool:
        moment = monotonic()
        return len(self._running) == self._size and all(each.until < moment for each in self._running)

    def _work(self) -> None:
        while (task := self._next()) is not None:
            try:
                answer = task.question()
            except BaseException as error:  # noqa: BLE001 - whoever asked is told
                self._done(task)
                task.future.set_exception(error)
            else:
                self._done(task)
                task.future.set_result(answer)
            del task

    def _next(self) -> _Waiting | None:
        with self._changed:
            while not self._closed:
                while self._waiting:
                    task = self._waiting.popleft()
                    # One that nobody waits for any more is not begun.
                    if task.future.set_running_or_notify_cancel():
                        self._running.append(task)
                        return task
                self._changed.wait()
            self._threads -= 1
            return None

    def _done(self, task: _Waiting) -> None:
        with self._changed:
            self._running.remove(task)
            if self._closed:
                self._changed.notify_all()
