"""Who calls, as far as it is written down."""

from dataclasses import dataclass

from deskside.modules.projects.rules.links import device_of, network_of


@dataclass(frozen=True)
class Visitor:
    """The network and the kind of device of a request."""

    network: str
    device: str

    @classmethod
    def of(cls, ip: str, user_agent: str) -> "Visitor":
        """From an address and a User-Agent."""
        return cls(network_of(ip), device_of(user_agent))
