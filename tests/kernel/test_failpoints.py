import os
import signal
import subprocess
import sys

import pytest

from deskside.kernel.failpoints import NAMES, failpoint, mark

PROGRAM = """
from deskside.kernel.failpoints import failpoint, mark
A, B = mark("test.a"), mark("test.b")
for step in range(3):
    failpoint(A)
    print(step, flush=True)
    failpoint(B)
"""


def _run(armed: str) -> tuple[int, list[str]]:
    environment = {**os.environ, "DESKSIDE_FAILPOINT": armed}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize(
    ("armed", "printed"),
    [("test.a", []), ("test.b", ["0"]), ("test.a:2", ["0"]), ("test.b:3", ["0", "1", "2"])],
)
def test_a_named_place_kills_the_process_at_that_hit(armed: str, printed: list[str]) -> None:
    assert _run(armed) == (-signal.SIGKILL, printed)


@pytest.mark.parametrize("armed", ["", "test.c", "test.a:4"])
def test_other_places_do_nothing(armed: str) -> None:
    assert _run(armed) == (0, ["0", "1", "2"])


def test_a_marked_place_is_listed_and_marked_once() -> None:
    mark("test.listed")
    assert "test.listed" in NAMES
    with pytest.raises(ValueError, match="twice"):
        mark("test.listed")
    NAMES.discard("test.listed")


def test_a_place_that_was_never_marked_is_refused() -> None:
    with pytest.raises(LookupError, match=r"test\.typo"):
        failpoint("test.typo")
