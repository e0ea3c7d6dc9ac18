"""The modules of the product, and the tables of everything that has any."""

import pkgutil
from importlib import import_module, util

from fastapi import APIRouter

import deskside.modules
import deskside.platform
from deskside.contracts import Module, SyncOf
from deskside.kernel.connectors import Ports
from deskside.kernel.site import Site
from deskside.kernel.vault import Vault
from deskside.modules.assist.module import MODULE as ASSIST
from deskside.modules.calls.module import MODULE as CALLS
from deskside.modules.contacts.module import MODULE as CONTACTS
from deskside.modules.members.module import MODULE as MEMBERS
from deskside.modules.projects.module import MODULE as PROJECTS
from deskside.platform import audit, files, identity, notify, runs, settings, views
from deskside.platform.jobs import Message

PLATFORM_ROUTERS: tuple[APIRouter, ...] = (
    identity.router,
    settings.router,
    audit.router,
    runs.router,
    files.router,
    views.router,
    notify.router,
)
MODULES: tuple[Module, ...] = (ASSIST, MEMBERS, CALLS, CONTACTS, PROJECTS)

SYNCS: dict[str, Message | SyncOf] = {name: sync for module in MODULES for name, sync in module.syncs.items()}


def connected(site: Site) -> Ports:
    """The connectors of every module, for a process that runs jobs."""
    ports = Ports()
    vault = Vault(site.secret())
    ports.provide(Vault, lambda: vault)
    ports.provide(notify.Senders, lambda: notify.senders_of(vault))
    for module in MODULES:
        if module.connect is not None:
            module.connect(ports, site)
    return ports


def import_models() -> None:
    """Import every `models` of platform and modules, so that the metadata knows all tables."""
    for home in (deskside.platform, deskside.modules):
        for package in pkgutil.iter_modules(home.__path__, f"{home.__name__}."):
            name = f"{package.name}.models"
            if util.find_spec(name) is not None:
                import_module(name)
