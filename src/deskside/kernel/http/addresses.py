"""Where addresses typed into the console may lead: to the public Internet, and where the operator says."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from deskside.kernel.config import EnvGroup
from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.errors import BadRequest

Net = IPv4Network | IPv6Network
Ip = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]


def _nets(*texts: str) -> tuple[Net, ...]:
    return tuple(ip_network(text) for text in texts)


# Machines give away their credentials here; no list of private nets opens these.
NEVER = _nets(
    "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "255.255.255.255/32",
    "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32",
    "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::/32", "fd20:ce::/32",
)  # fmt: skip
# Python of some versions calls these global.
NOT_PUBLIC = _nets(
    "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4",
    "64:ff9b:1::/48", "100::/64", "2001::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
)  # fmt: skip
# IPv6 that stands for the IPv4 address in its last 32 bits: compatible, mapped, translated, NAT64.
CARRIERS = _nets("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")


class AddressRefused(RemoteRefused):
    """Not connected: the address is not one that may be reached."""

    code = "address_refused"


class PrivateNets(EnvGroup):
    """`DESKSIDE_PRIVATE_NETS`, CIDRs between commas: private nets that typed addresses may reach."""

    private_nets: str = ""

    def nets(self) -> tuple[Net, ...]:
        """Parsed; BadRequest names what is no CIDR."""
        return parse_nets(self.private_nets)


def parse_nets(text: str) -> tuple[Net, ...]:
    """`10.0.0.0/8, fd00::/8` as networks; BadRequest names what is no CIDR."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    try:
        return _nets(*names)
    except ValueError as error:
        raise BadRequest(
            f"DESKSIDE_PRIVATE_NETS: {error}; write nets like 10.0.0.0/8,192.168.1.0/24"
        ) from None


def resolve(host: str, port: int) -> list[str]:
    """Every address of `host`, as the system finds them; RemoteUnavailable where there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RemoteUnavailable(f"the name {host} has no address at this moment") from None
    return [str(address[4][0]) for address in found]


def may_reach(address: str, private_nets: Sequence[Net]) -> bool:
    """Whether a resolved address is public, or in a private net that was named."""
    ip = _meant(ip_address(address))
    if _within(ip, NEVER):
        return False
    return _within(ip, private_nets) or (ip.is_global and not _within(ip, NOT_PUBLIC))


def permitted(host: str, port: int, private_nets: Sequence[Net], resolve: Resolve = resolve) -> list[str]:
    """The addresses of `host` that may be reached; connect to one of these, not to the name again.

    AddressRefused where none may. Blocks while the name is looked up.
    """
    found = resolve(host, port)
    allowed = [address for address in found if may_reach(address, private_nets)]
    if not allowed:
        raise AddressRefused(
            f"{host} leads to an address that is not public; DESKSIDE_PRIVATE_NETS can name its net"
        )
    return allowed


def _meant(ip: Ip) -> Ip:
    if isinstance(ip, IPv6Address) and _within(ip, CARRIERS) and int(ip) > 1:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip


def _within(ip: Ip, nets: Sequence[Net]) -> bool:
    return any(ip.version == net.version and ip in net for net in nets)
