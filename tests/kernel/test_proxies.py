import pytest

from deskside.kernel.errors import BadRequest
from deskside.kernel.proxies import Caller, TrustedProxies

DEFAULT = "127.0.0.0/8,::1/128"


def asked(peer: str | None, scheme: str = "http", *, nets: str = DEFAULT, **headers: str) -> Caller:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "scheme": scheme, "headers": raw, "client": (peer, 1) if peer else None}
    return TrustedProxies(nets).caller(scope)


def test_a_stranger_is_who_the_socket_says() -> None:
    caller = asked("203.0.113.9", host="d.example", x_forwarded_for="1.1.1.1", x_forwarded_proto="https")
    assert caller == Caller("203.0.113.9", https=False, host="d.example", proxied=False)


def test_a_trusted_proxy_is_believed() -> None:
    caller = asked("127.0.0.1", host="D.example", x_forwarded_for="198.51.100.7", x_forwarded_proto="https")
    assert caller == Caller("198.51.100.7", https=True, host="d.example", proxied=True)
    assert caller.origin == "https://d.example"


def test_what_the_client_wrote_before_the_proxies_is_not_believed() -> None:
    caller = asked("10.0.0.1", nets="10.0.0.0/8", x_forwarded_for="127.0.0.1, 198.51.100.7, 10.0.0.2")
    assert caller.ip == "198.51.100.7"


def test_of_only_trusted_addresses_the_farthest_counts() -> None:
    assert asked("10.0.0.1", nets="10.0.0.0/8", x_forwarded_for="10.0.0.5, 10.0.0.2").ip == "10.0.0.5"


def test_forwarded_host_and_protocol_are_the_last_proxys() -> None:
    caller = asked(
        "127.0.0.1", host="inner", x_forwarded_host="evil, d.example", x_forwarded_proto="https, http"
    )
    assert caller.origin == "http://d.example"


@pytest.mark.parametrize("ip", ["::ffff:127.0.0.1", "127.0.0.9", "::1"])
def test_spellings_of_loopback_are_one(ip: str) -> None:
    assert asked(ip, x_forwarded_for="198.51.100.7").ip == "198.51.100.7"


@pytest.mark.parametrize(
    ("sent", "ip"),
    [("[2001:db8::1]:443", "2001:db8::1"), ("198.51.100.7:80", "198.51.100.7"), ("x" * 99, "x" * 45)],
)
def test_ports_and_brackets_are_taken_off(sent: str, ip: str) -> None:
    assert asked("127.0.0.1", x_forwarded_for=sent).ip == ip


def test_a_unix_socket_is_this_machine() -> None:
    assert asked(None, host="localhost").on_loopback


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost:8000", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("deskside.lan", False),
        ("", False),
    ],
)
def test_loopback_is_both_the_address_and_the_name(host: str, loopback: bool) -> None:  # noqa: FBT001
    assert asked("127.0.0.1", host=host).on_loopback is loopback


def test_limits_count_addresses_and_ipv6_homes_but_not_this_machine() -> None:
    assert asked("127.0.0.1").budget_key is None
    assert asked("127.0.0.1", x_forwarded_for="127.0.0.1").budget_key == "127.0.0.1"
    assert asked("203.0.113.9").budget_key == "203.0.113.9"
    assert asked("2001:db8::1").budget_key == asked("2001:db8::2").budget_key == "2001:db8::/64"


def test_a_wrong_list_is_said_in_words() -> None:
    with pytest.raises(BadRequest, match="DESKSIDE_TRUSTED_PROXIES names nonsense"):
        TrustedProxies("nonsense")
