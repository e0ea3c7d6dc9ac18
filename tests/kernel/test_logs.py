import io
import json
import logging
import random
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest
import structlog

from deskside.kernel.logs import configure_logs, context

CRASH = """
import sys, threading
from deskside.kernel.logs import configure_logs
configure_logs()
thread = threading.Thread(target=lambda: [][0], name="reader")
thread.start()
thread.join()
raise ValueError("password=hunter2 of 13912345678")
"""


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, object]]]]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    stream = io.StringIO()
    configure_logs(stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


Lines = Callable[[], list[dict[str, object]]]


def test_a_line_has_time_level_logger_and_the_ids_of_its_context(lines: Lines) -> None:
    with context(request_id="r-1", job_id=7):
        structlog.get_logger("a.b").info("rows.read", rows=3, name="客户")
        logging.getLogger("other").warning("%s slept %d s", "it", 5, extra={"seconds": 5})
    ours, theirs = lines()
    assert str(ours.pop("timestamp")).endswith("Z")
    assert ours == {
        "event": "rows.read", "rows": 3, "name": "客户", "level": "info", "logger": "a.b",
        "request_id": "r-1", "job_id": 7,
    }  # fmt: skip
    assert theirs["event"] == "it slept 5 s"
    assert (theirs["request_id"], theirs["seconds"], theirs["logger"]) == ("r-1", 5, "other")


def test_ids_end_with_their_context(lines: Lines) -> None:
    with context(request_id="r-1"):
        pass
    structlog.get_logger().info("later")
    assert "request_id" not in lines()[0]


def test_exceptions_are_one_line_and_redacted(lines: Lines) -> None:
    try:
        int("password=hunter2")
    except ValueError:
        structlog.get_logger().exception("mail.failed")
        logging.getLogger("lib").exception("lib failed")
    for line in lines():
        assert "ValueError" in str(line["exception"])
        assert "hunter2" not in str(line)


def test_what_uvicorn_and_warnings_say_is_a_line_too(lines: Lines) -> None:
    access = logging.getLogger("uvicorn.access")
    access.info('%s - "%s %s" %d', "127.0.0.1", "GET", "/s/x?token=hunter2", 200)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("old thing", UserWarning, stacklevel=1)
    said = lines()
    assert "hunter2" not in str(said)
    assert "old thing" in str(said[1]["event"])


def test_a_line_that_cannot_be_written_says_only_so(lines: Lines) -> None:
    ours = logging.getLogger().handlers[0]
    ours.handle(logging.LogRecord("lib", logging.ERROR, "lib.py", 1, "password=%d", ("hunter2",), None))
    assert lines() == [{"event": "logs.unwritable", "logger": "lib", "level": "error"}]


class Unprintable:
    def __str__(self) -> str:
        raise ValueError("hunter2")


def test_a_line_that_cannot_be_cleaned_is_not_written(lines: Lines) -> None:
    structlog.get_logger().info("thing", thing=Unprintable())
    assert lines() == [{"event": "logs.unredactable", "error": "ValueError"}]


def test_a_crash_of_the_process_or_a_thread_is_logged_without_its_secrets() -> None:
    done = subprocess.run([sys.executable, "-c", CRASH], capture_output=True, text=True, check=False)
    thread, process = [json.loads(line) for line in done.stderr.splitlines()]
    assert (thread["event"], thread["thread"]) == ("thread.crashed", "reader")
    assert process["event"] == "process.crashed"
    assert "hunter2" not in done.stderr
    assert "13912345678" not in done.stderr
    assert done.returncode == 1


def _plant(log: structlog.stdlib.BoundLogger, shape: int, secret: str) -> None:
    address, bound = f"GET /a?api_key={secret}", f"dsk_{secret}"
    shapes: list[Callable[[], object]] = [
        lambda: log.info("x", password=secret),
        lambda: log.info("x", headers={"Authorization": f"Bearer {secret}", "Cookie": f"s={secret}"}),
        lambda: log.info("x", url=f"https://user:{secret}@host/a"),
        lambda: log.info(address),
        lambda: log.info("x", body=json.dumps({"a": [{"client_secret": secret}]})),
        lambda: log.info("x", rows=[{"token": secret}, ("k", {"totp": [secret]})]),
        lambda: logging.getLogger("lib").warning("sent %s", {"api-key": secret}),
        lambda: logging.getLogger("lib").warning("Authorization: Basic %s", secret),
        lambda: log.warning("x", error=ValueError(f"passwd={secret}")),
        lambda: log.info("x", token=bound, note=f"{bound} was revoked"),
    ]
    shapes[shape % len(shapes)]()


def test_of_two_hundred_planted_secrets_and_phones_none_is_found(lines: Lines) -> None:
    chance = random.Random(7)
    secrets = [f"{chance.getrandbits(96):024x}" for _ in range(200)]
    phones = [f"1{chance.randint(3, 9)}{chance.randint(0, 10**9 - 1):09d}" for _ in range(200)]
    log = structlog.get_logger("planted")
    for number, (secret, phone) in enumerate(zip(secrets, phones, strict=True)):
        _plant(log, number, secret)
        log.info(phone, phone=phone, customer={"tel": phone, "note": f"+86{phone}"}, n=int(phone))
    said = str(lines())
    assert [found for found in [*secrets, *phones] if found in said] == []
    assert len(lines()) == 400
