import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.errors import BadRequest, Forbidden, NotFound, TooManyRequests
from deskside.kernel.proxies import Caller
from deskside.platform.audit import AuditEntry
from deskside.platform.identity import (
    TokenSnapshot,
    User,
    create_pairing,
    list_devices,
    redeem_pairing,
    revoke_device,
)
from deskside.platform.identity.models import OneTimeCode

Person = Callable[..., int]
Who = Callable[[str], Principal]
HERE = Caller("127.0.0.1", https=False, host="127.0.0.1:8000", proxied=False)
AWAY = Caller("198.51.100.7", https=True, host="desk.example", proxied=True)


class Clock:
    def forward(self, **by: float) -> None: ...


@pytest.fixture
def code(database: Database, person: Person, principal: Who) -> str:
    person("agent-li")
    return database.write(create_pairing, principal("agent-li")).code


def redeem(database: Database, code: str, caller: Caller = HERE) -> tuple[str, Principal]:
    return redeem_pairing(database, code, "前台的电脑", "1.2.3", caller)


def test_a_code_becomes_a_device_of_its_agent(database: Database, code: str, principal: Who) -> None:
    assert re.fullmatch("[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", code)
    token, device = redeem(database, f" {code.lower().replace('-', ' ')} ")
    assert (device.login, device.kind) == ("agent-li", "device")
    assert device.scopes == {"assist:read", "assist:tick"}
    assert TokenSnapshot(database).find(token) == device
    (listed,) = database.read(list_devices, principal("agent-li"))
    assert (listed.id, listed.name, listed.agent, listed.script_version) == (
        device.credential_id,
        "前台的电脑",
        "Agent-Li",
        "1.2.3",
    )


def test_a_code_is_good_once(database: Database, code: str) -> None:
    redeem(database, code)
    with pytest.raises(BadRequest, match="make another"):
        redeem(database, code)


def test_of_many_who_send_a_code_at_once_one_gets_in(database: Database, code: str) -> None:
    def attempt(_number: int) -> bool:
        try:
            redeem(database, code)
        except BadRequest:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(6))) == 1


def test_a_code_lives_two_minutes(database: Database, person: Person, principal: Who, time: Clock) -> None:
    person("agent-li")
    code = database.write(create_pairing, principal("agent-li")).code
    time.forward(seconds=119)
    redeem(database, code)
    code = database.write(create_pairing, principal("agent-li")).code
    time.forward(seconds=120)
    with pytest.raises(BadRequest):
        redeem(database, code)


def test_a_new_code_ends_the_one_before(database: Database, code: str, principal: Who) -> None:
    database.write(create_pairing, principal("agent-li"))
    with pytest.raises(BadRequest):
        redeem(database, code)


def test_five_wrong_tries_kill_a_code(database: Database, code: str) -> None:
    wrong = code[:5] + ("2222" if code[5:] != "2222" else "3333")
    for _ in range(5):
        with pytest.raises(BadRequest):
            redeem(database, wrong)
    with pytest.raises(BadRequest):
        redeem(database, code)


def test_four_wrong_tries_do_not(database: Database, code: str) -> None:
    for _ in range(4):
        with pytest.raises(BadRequest):
            redeem(database, code[:5] + "2222")
    assert redeem(database, code)[0].startswith("dsk_")


def test_wrong_codes_use_up_an_addresss_budget_and_right_ones_do_not(
    database: Database, code: str, time: Clock
) -> None:
    for _ in range(20):
        with pytest.raises(BadRequest):
            redeem(database, "ABCD-EFGH", AWAY)
    with pytest.raises(TooManyRequests) as refused:
        redeem(database, code, AWAY)
    assert refused.value.retry_after == 300
    redeem(database, code, replace(AWAY, ip="198.51.100.8"))


def test_codes_are_stored_as_hashes(database: Database, code: str) -> None:
    row = database.read(lambda db: db.scalars(select(OneTimeCode)).one())
    assert code[5:] not in str(vars(row))


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    "hostile", ["", "-", "\0", "x" * 100_000, "' OR 1=1 --", "２２２２-２２２２", "\ud800"]
)
def test_hostile_codes_are_wrong_codes(database: Database, hostile: str) -> None:
    with pytest.raises(BadRequest):
        redeem(database, hostile)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_code_of_a_user_disabled_meanwhile_is_dead(database: Database, code: str) -> None:
    with database.writing() as db:
        db.scalars(select(User)).one().disabled = True
    with pytest.raises(BadRequest):
        redeem(database, code)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_device_never_gets_more_than_who_paired_it(
    database: Database, person: Person, principal: Who
) -> None:
    person("agent-li")
    narrow = replace(principal("agent-li"), scopes=frozenset({"assist:read", "contacts:read"}))
    code = database.write(create_pairing, narrow).code
    _token, device = redeem(database, code)
    assert device.scopes == {"assist:read"}
    with pytest.raises(Forbidden):
        database.write(create_pairing, device)


def test_devices_are_seen_and_revoked_by_their_agent_and_by_who_manages(
    database: Database, code: str, person: Person, principal: Who
) -> None:
    person("agent-wang")
    person("lead", "manager")
    token, device = redeem(database, code)
    assert database.read(list_devices, principal("agent-wang")) == []
    with pytest.raises(NotFound):
        database.write(revoke_device, device.credential_id, principal("agent-wang"))
    assert len(database.read(list_devices, principal("lead"))) == 1
    snapshot = TokenSnapshot(database)
    assert snapshot.find(token) is not None
    database.write(revoke_device, device.credential_id, principal("lead"))
    snapshot.refresh()
    assert snapshot.find(token) is None
    with pytest.raises(NotFound):
        database.write(revoke_device, device.credential_id, principal("lead"))


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_pairing_is_audited_without_code_or_token(
    database: Database, code: str, audited: Callable[[], list[AuditEntry]]
) -> None:
    token, _device = redeem(database, code, AWAY)
    made, paired = audited()[-2:]
    assert (made.action, paired.action, paired.ip) == (
        "identity.pairing.create",
        "identity.token.create",
        "198.51.100.7",
    )
    text = str([vars(entry) for entry in audited()])
    assert token not in text
    assert code[5:] not in text


@pytest.mark.parametrize(
    ("name", "stored"),
    [(None, "userscript"), ("\0\n", "userscript"), ("电脑" * 99, "电脑" * 50), ("a\ud800\u202eb", "ab")],
)
def test_names_of_devices_are_made_fit_to_show(
    database: Database, code: str, principal: Who, name: str | None, stored: str
) -> None:
    redeem_pairing(database, code, name, "9" * 99, HERE)
    (device,) = database.read(list_devices, principal("agent-li"))
    assert (device.name, device.script_version) == (stored, "9" * 40)
