"""The site's secret and address, as links need them."""

from deskside.kernel.site import Site
from deskside.kernel.vault import derive_key
from deskside.modules.projects.errors import unsafe_address
from deskside.modules.projects.rules.links import may_be_minted


def link_secret() -> bytes:
    """What tokens, codes and hashes of addresses are made with."""
    return derive_key(Site().secret(), "share links")


def public_base(origin: str | None = None) -> str:
    """The address that links begin with: DESKSIDE_PUBLIC_URL, or that by which this machine was asked.

    Raise Conflict where links could be read on the way.
    """
    base = Site().public_url or origin
    if base is None or not may_be_minted(base):
        raise unsafe_address(base)
    return base.rstrip("/")
