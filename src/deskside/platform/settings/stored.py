"""What a stored version means to the class of today, which may have other fields than when it was saved."""

from collections.abc import Mapping

import structlog
from pydantic import SecretStr, ValidationError

from deskside.kernel.vault import SecretLost, Vault
from deskside.platform.settings.groups import G, SettingsGroup, secret_fields

log = structlog.get_logger(__name__)
Stored = Mapping[str, object]
HIDDEN = "(secret)"


def load(group: type[G], value: Stored, vault: Vault | None) -> G:
    """The group; fields that are unknown or no longer valid get their default, and the log says so."""
    known = {name: each for name, each in value.items() if name in group.model_fields}
    opened = {**known, **_opened(group, known, vault)}
    try:
        return group.model_validate(opened)
    except ValidationError as error:
        wrong = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
        log.warning("settings.invalid", group=group.__name__, fields=sorted(wrong))
        kept = {name: each for name, each in opened.items() if name not in wrong}
        return group.model_validate(kept) if wrong else group()


def dump(group: SettingsGroup, vault: Vault, kept: Stored) -> dict[str, object]:
    """For the table: secrets encrypted, and those in `kept` as they are, still encrypted."""
    secret = secret_fields(type(group))
    value: dict[str, object] = dict(group.model_dump(mode="json", exclude=set(secret)))
    for name in secret - kept.keys():
        given: object = getattr(group, name)
        if isinstance(given, SecretStr) and given.get_secret_value():
            value[name] = vault.encrypt(given.get_secret_value())
    return {**value, **kept}


def shown(group: type[SettingsGroup], value: Stored) -> dict[str, object]:
    """For people: secrets that are set are a word, never a text."""
    secret = secret_fields(group)
    return {name: HIDDEN if name in secret else each for name, each in value.items()}


def sealed_secrets(group: type[SettingsGroup], value: Stored) -> dict[str, str]:
    """The encrypted secrets among `value`."""
    names = secret_fields(group)
    return {name: each for name, each in value.items() if name in names and isinstance(each, str)}


def _opened(group: type[SettingsGroup], value: Stored, vault: Vault | None) -> dict[str, object]:
    sealed = sealed_secrets(group, value)
    if sealed and vault is None:
        raise SecretLost(f"{group.__name__} holds secrets and was asked for without a vault")
    return {name: vault.decrypt(text) for name, text in sealed.items()} if vault else {}
