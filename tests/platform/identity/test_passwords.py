import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskside.kernel.errors import Invalid
from deskside.platform.identity.passwords import Passwords, check_new_password

REAL = Passwords()


@settings(max_examples=5, deadline=None)
@given(st.text(max_size=40))
def test_a_password_opens_only_its_own_hash(password: str) -> None:
    stored = REAL.hash(password)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert REAL.verify(password, stored)
    assert not REAL.verify(f"{password}x", stored)


def test_nobody_has_no_password() -> None:
    assert not REAL.verify("nobody has this password", None)


@pytest.mark.parametrize("password", ["deskside-demo", "短短的密码也可以", " " + "x1y2z3" * 3, "x1y2" * 64])
def test_good_passwords_pass(password: str) -> None:
    check_new_password(password, "somebody")


@pytest.mark.parametrize("password", ["", "1234567", "x1y2" * 65, "aaaaabbbbb", "Password", "somebody"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid, match="take another") as refused:
        check_new_password(password, "somebody")
    assert refused.value.error_code == "weak_password"
