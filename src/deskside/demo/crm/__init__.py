"""The fake CRM of the demo world: the page an agent has open, with the shapes and faults of a real one."""

from deskside.demo.crm.app import make_crm

__all__ = ["make_crm"]
