import msgspec
import pytest

from deskside.kernel.connectors import RemoteAnswerChanged
from deskside.kernel.http.answers import Answer, read_limited, retry_after
from deskside.kernel.money import Money


class Bill(msgspec.Struct):
    total: Money


def _answer(content: bytes) -> Answer:
    return Answer("the vendor", "https://vendor.example/bills", 200, {}, content)


def test_an_answer_becomes_the_type_that_is_asked_for() -> None:
    assert _answer(b'{"total": 69.5, "more": 1}').json(Bill) == Bill(Money(6950))


@pytest.mark.parametrize("content", [b"<html>", b'{"total": "x"}', b"[]", b"", b"\xff"])
def test_an_answer_of_another_shape_keeps_a_sample(content: bytes) -> None:
    with pytest.raises(RemoteAnswerChanged, match="the vendor") as caught:
        _answer(content).json(Bill)
    assert caught.value.sample == content.decode("utf-8", "replace")


def test_nothing_may_be_packed() -> None:
    assert read_limited([], "gzip", 10) == b""


@pytest.mark.parametrize(
    ("value", "seconds"), [("5", 5), ("999999999999", 86_400), ("", None), ("soon", None)]
)
def test_the_wait_that_a_remote_asks_for_is_bounded(value: str, seconds: int | None) -> None:
    assert retry_after(value) == seconds
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
