"""The broker as carrier: ids of due jobs leave by Celery, from a thread of their own, and may get lost."""

import queue
import threading
from importlib.util import find_spec
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from deskside.kernel.errors import Conflict

if TYPE_CHECKING:
    from celery import Celery
    from kombu.connection import Connection

log = structlog.get_logger(__name__)

QUEUE = "deskside"
TASK = "deskside.job"
TIMEOUT_SECONDS = 2
LOOK_SECONDS = 1.0
WAITING_LISTS = 10_000
KINDS = ("amqp", "amqps", "redis", "rediss")


def make_app(url: str) -> "Celery":
    """The Celery application: one queue, early acknowledgement, no results, no retries, events for watchers.

    Raises Conflict where the extra is not installed or the address is of another kind of broker.
    """
    kind = url.partition("://")[0]
    if kind not in KINDS:
        raise Conflict(f"DESKSIDE_BROKER_URL begins with {kind}: use one of {', '.join(KINDS)}")
    if find_spec("celery") is None:
        raise Conflict(
            "DESKSIDE_BROKER_URL is set but Celery is not installed: pip install 'deskside[celery]'"
        )
    from celery import Celery

    app = Celery("deskside", broker=url, set_as_current=False)
    app.conf.update(
        task_default_queue=QUEUE,
        task_default_delivery_mode="transient",
        task_ignore_result=True,
        task_acks_late=False,
        task_publish_retry=False,
        worker_send_task_events=True,
        worker_hijack_root_logger=False,
        broker_connection_timeout=TIMEOUT_SECONDS,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
    )
    return app


class Broker:
    """Sends ids after commits. What could not be sent is dropped: the relay finds it in the ledger."""

    def __init__(self, url: str) -> None:
        self.app = make_app(url)
        self.depth: int | None = None
        """Messages that waited in the queue a second ago; None: the broker does not answer."""
        self._lists: queue.Queue[list[int] | None] = queue.Queue(WAITING_LISTS)
        self._connection: Connection | None = None
        self._looked = 0.0
        self._thread = threading.Thread(target=self._run, name="broker", daemon=True)

    @property
    def answers(self) -> bool:
        """Whether the broker took the last message, or said how many wait."""
        return self.depth is not None

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Send what was given so far, two seconds at most."""
        try:
            self._lists.put(None, timeout=TIMEOUT_SECONDS)
        except queue.Full:
            return
        if self._thread.is_alive():
            self._thread.join(2 * TIMEOUT_SECONDS)

    def publish(self, ids: list[int]) -> None:
        """Have `ids` sent soon; returns at once."""
        try:
            self._lists.put_nowait(ids)
        except queue.Full:
            log.warning("jobs.broker_is_behind", jobs=len(ids))

    def _run(self) -> None:
        ids: list[int] | None = []
        while ids is not None:
            try:
                self._send(ids)
                self._look()
            except Exception as error:  # noqa: BLE001 - brokers fail in the words of three libraries
                self._lose(error)
            ids = self._next()
        self._close()

    def _next(self) -> list[int] | None:
        try:
            return self._lists.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            return []

    def _open(self) -> "Connection":
        if self._connection is None:
            timeouts = ("read_timeout", "write_timeout")
            if self.app.conf.broker_url.startswith("redis"):
                timeouts = ("socket_timeout", "socket_connect_timeout")
            options = dict.fromkeys(timeouts, TIMEOUT_SECONDS)
            opened = self.app.connection_for_write(transport_options=options)
            self._connection = opened
            opened.connect()
        return self._connection

    def _send(self, ids: list[int]) -> None:
        if not ids:
            return
        with self.app.amqp.Producer(self._open(), auto_declare=False) as producer:
            for job_id in ids:
                self.app.send_task(TASK, (job_id,), producer=producer, retry=False, ignore_result=True)

    def _look(self) -> None:
        if monotonic() - self._looked < LOOK_SECONDS and self.depth is not None:
            return
        channel = self._open().default_channel
        count = self.app.amqp.queues[QUEUE](channel).queue_declare().message_count
        if self.depth is None:
            log.info("jobs.broker_answers", waiting=count)
        self.depth = count
        self._looked = monotonic()

    def _lose(self, error: Exception) -> None:
        if self.depth is not None or not self._looked:
            log.warning("jobs.broker_does_not_answer", error=type(error).__name__)
        self.depth = None
        self._looked = monotonic()
        self._close()

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.release()  # type: ignore[no-untyped-call]  # kombu types half of itself
            except Exception as error:  # noqa: BLE001 - it was lost already
                log.debug("jobs.broker_left", error=type(error).__name__)
