"""Back-off, and what may be written down about an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.connectors import RemoteUnavailable
from deskside.kernel.errors import Invalid
from deskside.platform.jobs.rules import (
    BACKOFF_CAP_SECONDS,
    ERROR_CHARACTERS,
    TimedOut,
    backoff_seconds,
    clip,
    describe,
    retry_after,
)

rolls = st.floats(0, 1)
bases = st.floats(0.1, 60)


@given(st.integers(1, 1000), bases, rolls)
def test_a_wait_is_between_half_and_all_of_the_doubled_base(tries: int, base: float, roll: float) -> None:
    full = min(BACKOFF_CAP_SECONDS, base * 2.0 ** min(tries - 1, 30))
    assert full / 2 <= backoff_seconds(tries, base, roll) <= full


@given(st.integers(1, 100), bases, rolls)
def test_a_later_try_never_waits_less_for_the_same_roll(tries: int, base: float, roll: float) -> None:
    assert backoff_seconds(tries + 1, base, roll) >= backoff_seconds(tries, base, roll)


@given(st.integers(1, 100), bases, rolls, st.floats(0, 3600))
def test_a_remote_that_asks_for_time_gets_it(tries: int, base: float, roll: float, asked: float) -> None:
    assert backoff_seconds(tries, base, roll, at_least=asked) >= asked


@pytest.mark.parametrize(
    ("error", "seconds"),
    [(RemoteUnavailable("later", retry_after=30), 30), (RemoteUnavailable("down"), 0), (ValueError(), 0)],
)
def test_only_a_remote_that_said_so_is_left_alone_longer(error: Exception, seconds: float) -> None:
    assert retry_after(error) == seconds


@given(st.text(max_size=3000))
def test_a_clipped_text_is_one_bounded_line(text: str) -> None:
    line = clip(text)
    assert len(line) <= ERROR_CHARACTERS
    assert len(line.splitlines()) <= 1


def test_errors_written_for_people_are_quoted() -> None:
    assert describe(Invalid("the day is in the future")) == "the day is in the future"
    assert describe(TimedOut("the job ran longer than 5 seconds")) == "the job ran longer than 5 seconds"


@given(st.text(min_size=5))
def test_what_an_unexpected_error_says_is_not_repeated(secret: str) -> None:
    try:
        raise ValueError(f"<<{secret}>>")  # noqa: TRY301 - an error with a place
    except ValueError as error:
        text = describe(error)
    assert text.startswith("ValueError in test_rules.py:")
    assert f"<<{secret}>>" not in text


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert describe(ValueError()) == "ValueError; see the log of the process"
