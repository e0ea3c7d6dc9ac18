"""Who is really calling, and how: forwarded headers are believed from trusted proxies only."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.datastructures import Headers
from starlette.types import Scope

from deskside.kernel.errors import BadRequest

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
LOOPBACK_NAMES = {"localhost", "localhost.localdomain"}
IPV6_HOME_BITS = 64


@dataclass(frozen=True, slots=True)
class Caller:
    """The far end of a request; `host` is the name and port it asked for, `proxied`: a proxy named it."""

    ip: str
    https: bool
    host: str
    proxied: bool

    @property
    def origin(self) -> str:
        """What a page of ours sends as `Origin`."""
        return f"{'https' if self.https else 'http'}://{self.host}"

    @property
    def on_loopback(self) -> bool:
        """Whether both ends are this machine: the address that calls and the name it asked for."""
        name = _host_name(self.host)
        return _is_loopback(self.ip) and (name in LOOPBACK_NAMES or _is_loopback(name))

    @property
    def budget_key(self) -> str | None:
        """What per-IP limits count: an IPv4 address, an IPv6 /64; None for the machine itself."""
        address = _parse(self.ip)
        if address is not None and address.is_loopback and not self.proxied:
            return None
        if isinstance(address, IPv6Address):
            return str(ip_network((address, IPV6_HOME_BITS), strict=False))
        return self.ip


class TrustedProxies:
    """The networks whose X-Forwarded-For, -Proto and -Host are believed, as a comma-separated CIDR list."""

    def __init__(self, networks: str) -> None:
        self._networks = [_network(part) for part in networks.replace(",", " ").split()]

    def caller(self, scope: Scope) -> Caller:
        """The caller of an ASGI HTTP scope."""
        peer = scope.get("client")
        # A server on a Unix socket names no peer: only this machine reaches it.
        ip = _plain(peer[0]) if peer else "127.0.0.1"
        headers = Headers(scope=scope)
        https, host = scope.get("scheme") == "https", headers.get("host", "").lower()
        if not self._trusts(ip):
            return Caller(ip, https, host, proxied=False)
        chain = _values(headers, "x-forwarded-for")
        protocols = _values(headers, "x-forwarded-proto")
        hosts = _values(headers, "x-forwarded-host")
        return Caller(
            ip=self._first_stranger(chain) or ip,
            https=protocols[-1].lower() == "https" if protocols else https,
            host=hosts[-1].lower() if hosts else host,
            proxied=bool(chain),
        )

    def _first_stranger(self, chain: list[str]) -> str | None:
        for text in reversed(chain):
            ip = _plain(text)
            if not self._trusts(ip):
                return ip
        return _plain(chain[0]) if chain else None

    def _trusts(self, text: str) -> bool:
        address = _parse(text)
        return address is not None and any(address in network for network in self._networks)


def caller_of(request: Request) -> Caller:
    """The caller, by the proxies that main put on `app.state.proxies`."""
    proxies = cast("TrustedProxies", request.app.state.proxies)
    return proxies.caller(request.scope)


CallerOf = Annotated[Caller, Depends(caller_of)]
"""For routes that need to know the address or the protocol."""


def _network(text: str) -> Network:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        raise BadRequest(f"DESKSIDE_TRUSTED_PROXIES names {text}: write networks like 10.0.0.0/8") from None


def _values(headers: Headers, name: str) -> list[str]:
    joined = ",".join(headers.getlist(name))
    return [part for part in (piece.strip() for piece in joined.split(",")) if part]


def _parse(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _plain(text: str) -> str:
    """An address without port and brackets; what is no address is cut to what a column holds."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    address = _parse(bare)
    return str(address) if address is not None else bare[:45]


def _host_name(host: str) -> str:
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def _is_loopback(text: str) -> bool:
    address = _parse(text)
    return address is not None and address.is_loopback
