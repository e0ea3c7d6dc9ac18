import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.connectors import RemoteUnavailable
from deskside.kernel.errors import BadRequest
from deskside.kernel.http import AddressRefused, parse_nets, permitted
from deskside.kernel.http.addresses import PrivateNets, may_reach, resolve

REFUSED = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "0.0.0.1", "0.1.2.3", "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.127.255.255",
    "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:10.0.0.1",
    "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::", "2001:db8::1",
    "fe80::1", "fe80::1%1", "fec0::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "ff02::1", "100::1",
    "3fff::1", "5f00::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "223.5.5.5", "2606:4700::1111", "2400:3200::1", "64:ff9b::808:808"]
METADATA = [
    "169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "::ffff:169.254.169.254",
    "fe80::1", "0.0.0.1", "224.0.0.1", "64:ff9b::a9fe:a9fe",
]  # fmt: skip
EVERYTHING = parse_nets("0.0.0.0/0, ::/0")


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not may_reach(address, ())


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_may_be_reached(address: str) -> None:
    assert may_reach(address, ())


@pytest.mark.parametrize("address", METADATA)
def test_no_list_of_private_nets_opens_link_local_and_metadata(address: str) -> None:
    assert not may_reach(address, EVERYTHING)


def test_a_private_net_that_is_named_may_be_reached_and_no_other() -> None:
    nets = parse_nets("10.1.0.0/16,fd12::/16")
    assert may_reach("10.1.2.3", nets)
    assert may_reach("::ffff:10.1.2.3", nets)
    assert may_reach("fd12::1", nets)
    assert not may_reach("10.2.0.1", nets)
    assert not may_reach("fd13::1", nets)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_ipv6_dress(ip: ipaddress.IPv4Address) -> None:
    plain = may_reach(str(ip), ())
    for dress in ("::ffff:", "64:ff9b::", "::ffff:0:"):
        assert may_reach(f"{dress}{ip}", ()) == plain


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_python_calls_private_is_never_reached(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        carried = isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None
        assert carried or not may_reach(str(ip), ())


def test_of_several_addresses_only_the_permitted_are_used() -> None:
    assert permitted("x.example", 80, (), lambda *_: ["10.0.0.1", "1.1.1.1"]) == ["1.1.1.1"]
    with pytest.raises(AddressRefused, match=r"x\.example"):
        permitted("x.example", 80, (), lambda *_: ["10.0.0.1"])


def test_a_net_that_is_none_is_named() -> None:
    assert parse_nets("") == ()
    with pytest.raises(BadRequest, match=r"10\.0\.0\.1/8"):
        parse_nets("10.0.0.1/8")


def test_nets_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKSIDE_PRIVATE_NETS", "10.0.0.0/8, 192.168.0.0/16")
    assert len(PrivateNets().nets()) == 2


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1"])
def test_every_spelling_of_loopback_is_loopback(host: str) -> None:
    assert resolve(host, 80) == ["127.0.0.1"]


def test_a_name_that_cannot_be_looked_up_may_be_asked_again() -> None:
    with pytest.raises(RemoteUnavailable, match="no address"):
        resolve("a" * 64 + ".invalid", 80)
