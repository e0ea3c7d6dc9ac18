"""Tokens: kept, renewed in time, asked for once by many."""

import threading
from collections.abc import Mapping

import pytest

from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.http import Answer
from deskside.platform.notify.channels.tokens import Tokens

ACCOUNT = ("https://w", "id", "geheim")


def answer(content: bytes) -> Answer:
    headers: Mapping[str, str] = {}
    return Answer("WeCom", "https://w", 200, headers, content)


class Office:
    """Gives t1, t2, …, each for two hours."""

    def __init__(self) -> None:
        self.given = 0

    def __call__(self) -> Answer:
        self.given += 1
        return answer(f'{{"access_token":"t{self.given}","expires_in":7200}}'.encode())


def test_a_token_is_kept_until_shortly_before_its_end() -> None:
    now, office = [0.0], Office()
    tokens = Tokens(lambda: now[0])
    assert [tokens.get(ACCOUNT, office), tokens.get(ACCOUNT, office)] == ["t1", "t1"]
    now[0] = 6899
    assert tokens.get(ACCOUNT, office) == "t1"
    now[0] = 6900
    assert tokens.get(ACCOUNT, office) == "t2"


def test_another_secret_has_another_token() -> None:
    tokens, office = Tokens(), Office()
    assert tokens.get(ACCOUNT, office) == "t1"
    assert tokens.get((*ACCOUNT[:2], "neu"), office) == "t2"


def test_of_many_threads_one_asks() -> None:
    tokens, office, gate, got = Tokens(), Office(), threading.Event(), list[str]()

    def slow() -> Answer:
        gate.wait(5)
        return office()

    threads = [threading.Thread(target=lambda: got.append(tokens.get(ACCOUNT, slow))) for _ in range(8)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert (office.given, set(got)) == (1, {"t1"})


def test_only_the_token_that_was_refused_is_renewed() -> None:
    tokens, office = Tokens(), Office()
    tokens.get(ACCOUNT, office)
    assert tokens.get(ACCOUNT, office, refused="t1") == "t2"
    assert tokens.get(ACCOUNT, office, refused="t1") == "t2"


def test_no_token_is_refused_or_for_later() -> None:
    tokens = Tokens()
    with pytest.raises(RemoteRefused, match="40013"):
        tokens.get(ACCOUNT, lambda: answer(b'{"errcode":40013,"errmsg":"invalid appid"}'))
    with pytest.raises(RemoteUnavailable):
        tokens.get(ACCOUNT, lambda: answer(b'{"errcode":45009,"errmsg":"limit"}'))
