from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from deskside.kernel.db import Database, Reads
from deskside.kernel.vault import Vault
from deskside.platform.settings import GroupOut, SettingsCache, SettingsGroup

Save = Callable[..., GroupOut]
Group = type[SettingsGroup]


def port(cache: SettingsCache, mail: Group) -> object:
    return cache.get(mail).model_dump()["port"]


def test_the_cache_answers_from_memory_until_it_is_refreshed(
    database: Database, mail: Group, save: Save, vault: Vault
) -> None:
    cache = SettingsCache(database, vault)
    assert port(cache, mail) == 587
    save(0, port=25)
    assert port(cache, mail) == 587
    cache.refresh()
    assert port(cache, mail) == 25


class Flaky(Database):
    away = False

    @contextmanager
    def reading(self) -> Iterator[Reads]:
        if self.away:
            raise OperationalError("SELECT 1", {}, ConnectionError("away"))
        with super().reading() as db:
            yield db


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_failed_refresh_keeps_the_old_values_and_is_made_good(
    database_url: str, database: Database, mail: Group, save: Save, vault: Vault
) -> None:
    flaky = Flaky(database_url)
    cache = SettingsCache(flaky, vault)
    assert port(cache, mail) == 587
    save(0, port=25)
    flaky.away = True
    with pytest.raises(OperationalError):
        cache.refresh()
    assert port(cache, mail) == 587
    flaky.away = False
    assert port(cache, mail) == 25
    flaky.close()
