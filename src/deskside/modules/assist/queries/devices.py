"""Paired userscripts, and which of them their department wants updated."""

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.modules.assist.queries.panel import least_versions
from deskside.modules.assist.rules.versions import MIN_SCRIPT_VERSION, is_older
from deskside.modules.assist.schemas.devices import PairedDevice
from deskside.platform.identity import Device, list_devices


def list_paired(db: Reads, principal: Principal) -> list[PairedDevice]:
    """One's own panels, everybody's for managers, each with the least version of its agent's department."""
    devices = list_devices(db, principal)
    least = least_versions(db, {device.department_id for device in devices})
    return [_judged(device, least[device.department_id] or MIN_SCRIPT_VERSION) for device in devices]


def _judged(device: Device, least: str) -> PairedDevice:
    known = device.script_version
    outdated = known is not None and is_older(known, least)
    return PairedDevice(**device.model_dump(), min_version=least, outdated=outdated)
