from typing import Annotated

import pytest
from pydantic import BaseModel, Field, SecretStr, ValidationError

from deskside.platform.settings import SettingsGroup, Words, registered_groups, settings_group
from deskside.platform.settings.groups import name_of, secret_fields


def test_the_form_has_titles_hints_bounds_and_defaults(mail: type[SettingsGroup]) -> None:
    port = mail.model_json_schema()["properties"]["port"]
    assert (port["title"], port["title_en"]) == ("端口", "Port")
    assert (port["description"], port["description_en"]) == ("通常是 587。", "Usually 587.")
    assert (port["minimum"], port["maximum"], port["default"]) == (1, 65_535, 587)


def test_a_group_is_found_by_its_name_and_names_its_secrets(mail: type[SettingsGroup]) -> None:
    assert registered_groups()["mail_of_tests"].group is mail
    assert name_of(mail) == "mail_of_tests"
    assert secret_fields(mail) == {"password"}


def test_a_secret_that_may_be_absent_is_a_secret() -> None:
    class Group(SettingsGroup):
        key: SecretStr | None = None

    assert secret_fields(Group) == {"key"}


def test_two_groups_cannot_share_a_name(mail: type[SettingsGroup]) -> None:
    class Other(SettingsGroup):
        pass

    with pytest.raises(ValueError, match="two groups of settings are called mail_of_tests"):
        settings_group("mail_of_tests", title=Words("", ""))(Other)


def test_a_group_whose_field_lacks_a_default_is_refused_at_import() -> None:
    class Group(SettingsGroup):
        needed: Annotated[int, Field(ge=1)]

    with pytest.raises(ValidationError):
        settings_group("never", title=Words("", ""))(Group)
    assert "never" not in registered_groups()


def test_an_unregistered_class_has_no_name() -> None:
    with pytest.raises(LookupError, match="lacks @settings_group"):
        name_of(SettingsGroup)


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_what_no_engine_stores_is_refused(mail: type[BaseModel], text: str) -> None:
    for field in ("sender", "password"):
        with pytest.raises(ValidationError, match=r"cannot be stored|valid string"):
            mail.model_validate({field: text})
