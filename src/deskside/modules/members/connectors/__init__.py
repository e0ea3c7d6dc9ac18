"""The warehouse, and the few connections that may wait for it."""

from deskside.modules.members.connectors.lanes import Call, Lanes
from deskside.modules.members.connectors.warehouse import Warehouse

__all__ = ["Call", "Lanes", "Warehouse"]
