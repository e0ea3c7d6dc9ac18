"""A group with a secret, as a module would declare one."""

from collections.abc import Iterator
from typing import Annotated, Protocol

import pytest
from pydantic import Field, JsonValue, SecretStr

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.vault import Vault
from deskside.platform.settings import (
    GroupIn,
    GroupOut,
    SettingsGroup,
    Words,
    groups,
    save_group,
    settings_group,
)


class Save(Protocol):
    def __call__(self, version: int, **values: JsonValue) -> GroupOut: ...


class Mail(SettingsGroup):
    """As somebody's settings.py has it; registered for one test at a time."""

    port: Annotated[int, Field(ge=1, le=65_535), Words("端口", "Port", "通常是 587。", "Usually 587.")] = 587
    sender: Annotated[str, Field(max_length=100), Words("发件人", "Sender")] = "desk@example.com"
    password: Annotated[SecretStr, Words("密码", "Password")] = SecretStr("")


@pytest.fixture
def mail() -> Iterator[type[SettingsGroup]]:
    yield settings_group("mail_of_tests", title=Words("邮件", "Mail"))(Mail)
    del groups._registered["mail_of_tests"]


@pytest.fixture
def vault() -> Vault:
    return Vault("the key of the tests")


@pytest.fixture
def wang() -> Principal:
    return Principal(7, "wang", "王强", None, frozenset(), frozenset(), "session", 1)


@pytest.fixture
def save(database: Database, mail: type[SettingsGroup], vault: Vault, wang: Principal) -> Save:
    """Save the group at `version` with some values."""

    def call(version: int, **values: JsonValue) -> GroupOut:
        body = GroupIn(version=version, values=values)
        return database.write(save_group, "mail_of_tests", body, wang, vault)

    return call
