"""Paired userscripts."""

from typing import Annotated

from pydantic import Field

from deskside.kernel.wire import Input, Output
from deskside.platform.identity import Device


class AgentOut(Output):
    id: int
    name: str
    login: str


class PairedAgent(AgentOut):
    department_id: int | None


class DeviceIn(Input):
    code: Annotated[str, Field(min_length=8, max_length=16)]
    name: Annotated[str, Field(max_length=100)] | None = None
    script_version: Annotated[str, Field(max_length=32)] | None = None


class PairedOut(Output):
    token: str
    agent: PairedAgent


class PairedDevice(Device):
    """`min_version` is that of its agent's department; `outdated`: the script it was paired with is older."""

    min_version: str
    outdated: bool
