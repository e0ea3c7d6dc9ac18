from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database, Reads
from deskside.kernel.errors import Conflict, Invalid, NotFound
from deskside.kernel.paging import Page
from deskside.kernel.vault import SecretLost, Vault
from deskside.platform.audit import AuditEntry
from deskside.platform.settings import GroupIn, GroupOut, SettingsGroup, SettingsVersion, current, queries
from deskside.platform.settings.service import save_group
from deskside.platform.versions import Version

PLANTED = "planted-secret-4711"
Save = Callable[..., GroupOut]
Group = type[SettingsGroup]


def rows(db: Reads) -> list[SettingsVersion]:
    return list(db.scalars(select(SettingsVersion).order_by(SettingsVersion.version)))


def test_nothing_saved_means_the_defaults(database: Database, mail: Group) -> None:
    assert database.read(current, mail) == mail()


def test_a_save_is_a_version_with_its_author(
    database: Database, mail: Group, save: Save, vault: Vault
) -> None:
    saved = save(0, port=25)
    assert (saved.version, saved.author, saved.values["port"]) == (1, "王强", 25)
    assert database.read(current, mail, vault).model_dump()["port"] == 25
    assert database.read(lambda db: db.scalar(select(Version.v).where(Version.name == "settings"))) == 1


def test_what_is_left_out_goes_back_to_its_default(mail: Group, save: Save) -> None:
    save(0, port=25)
    assert save(1, sender="a@b.c").values == {"port": 587, "sender": "a@b.c"}


def test_a_stale_save_is_refused_with_the_present_values(database: Database, save: Save) -> None:
    save(0, port=25)
    with pytest.raises(Conflict) as refused:
        save(0, port=26)
    body = refused.value.body()
    assert body["code"] == "stale"
    assert refused.value.extra["current"]["values"]["port"] == 25  # type: ignore[index]
    assert len(database.read(rows)) == 1


def test_a_race_for_one_version_has_one_winner(database: Database, mail: Group, save: Save) -> None:
    def attempt(port: int) -> int | None:
        try:
            return save(0, port=port).version
        except Conflict:
            return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(1, 17)))
    assert sorted(outcomes, key=str) == [1] + [None] * 15
    assert len(database.read(rows)) == 1


def test_a_secret_is_kept_cleared_and_never_stored_in_plain(
    database: Database, mail: Group, save: Save, vault: Vault
) -> None:
    def secret() -> object:
        return database.read(current, mail, vault).model_dump()["password"].get_secret_value()

    assert save(0, password=PLANTED).secrets == {"password": True}
    assert secret() == PLANTED
    save(1, port=25)
    save(2, port=26, password=None)
    assert secret() == PLANTED
    stored = [row.value for row in database.read(rows)]
    assert PLANTED not in str(stored)
    assert save(3, password="").secrets == {"password": False}
    assert secret() == ""


def test_the_audit_has_old_and_new_but_no_secret(database: Database, save: Save) -> None:
    save(0, port=25, password=PLANTED)
    save(1, port=26)
    first, second = database.read(lambda db: list(db.scalars(select(AuditEntry).order_by(AuditEntry.id))))
    assert (first.action, first.subject_type, first.subject_id) == (
        "settings.mail_of_tests.update",
        "settings",
        "mail_of_tests",
    )
    assert first.new == {"port": 25, "password": "(secret)"}
    assert first.old == {"port": 587, "password": None}
    assert (second.old, second.new) == ({"port": 25}, {"port": 26})


def test_the_history_says_what_each_version_changed(database: Database, save: Save) -> None:
    save(0, port=25)
    save(1, port=26, password=PLANTED)
    history = database.read(queries.read_history, "mail_of_tests", Page(1, 1))
    assert history.total == 2
    (newest,) = history.items
    assert newest.version == 2
    assert [(change.field, change.old, change.new) for change in newest.changes] == [
        ("password", None, "(secret)"),
        ("port", 25, 26),
    ]
    (first,) = database.read(queries.read_history, "mail_of_tests", Page(2, 1)).items
    assert [(change.field, change.old, change.new) for change in first.changes] == [("port", 587, 25)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"port": 0}, "port"),
        ({"port": "x"}, "port"),
        ({"nonsense": 1}, "nonsense"),
        ({"sender": "x" * 101}, "sender"),
    ],
)
def test_what_is_out_of_bounds_is_refused_by_field(save: Save, values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        save(0, **values)
    assert list(refused.value.fields) == [field]


def test_a_refusal_does_not_repeat_a_secret(save: Save) -> None:
    with pytest.raises(Invalid) as refused:
        save(0, password=f"{PLANTED}\0")
    assert PLANTED not in str(refused.value.body())


def test_an_unknown_group_is_told_the_known_ones(
    database: Database, mail: Group, vault: Vault, wang: Principal
) -> None:
    with pytest.raises(NotFound, match="mail_of_tests"):
        database.write(save_group, "nonsense", GroupIn(version=0, values={}), wang, vault)


def test_fields_of_another_release_fall_back_to_their_default(
    database: Database, mail: Group, save: Save, vault: Vault
) -> None:
    save(0, port=25, sender="a@b.c")
    with database.writing() as db:
        row = db.scalars(select(SettingsVersion)).one()
        row.value = {**row.value, "port": 0, "gone": 1}
    assert database.read(current, mail, vault).model_dump(exclude={"password"}) == {
        "port": 587,
        "sender": "a@b.c",
    }


def test_a_secret_of_a_lost_key_is_said_and_can_be_entered_again(
    database: Database, mail: Group, save: Save, wang: Principal
) -> None:
    save(0, password=PLANTED)
    other = Vault("another key")
    with pytest.raises(SecretLost, match="enter the secret again"):
        database.read(current, mail, other)
    with pytest.raises(SecretLost, match="without a vault"):
        database.read(current, mail)
    body = GroupIn(version=1, values={"password": "new"})
    assert database.write(save_group, "mail_of_tests", body, wang, other).version == 2
