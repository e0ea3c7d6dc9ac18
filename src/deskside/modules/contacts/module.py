"""contacts as it is plugged into the product."""

from deskside.contracts import Module
from deskside.modules.contacts import jobs
from deskside.modules.contacts.api import router
from deskside.modules.contacts.service import submitting

__all__ = ["MODULE", "jobs", "submitting"]

MODULE = Module("contacts", routers=(router,))
