import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.vault import SecretLost, Vault, derive_key

LONG = "a secret key of the tests"


@given(st.text())
def test_what_goes_in_comes_out(plain: str) -> None:
    vault = Vault(LONG)
    assert vault.decrypt(vault.encrypt(plain)) == plain


def test_the_secret_is_not_in_what_is_stored_and_no_two_look_alike() -> None:
    vault = Vault(LONG)
    first, second = vault.encrypt("planted-secret"), vault.encrypt("planted-secret")
    assert "planted-secret" not in first
    assert first != second


def test_another_key_is_told_apart_from_damage() -> None:
    sealed = Vault("one").encrypt("x")
    with pytest.raises(SecretLost, match="gone"):
        Vault("two").decrypt(sealed)
    with pytest.raises(SecretLost, match="damaged"):
        Vault("one").decrypt(sealed[:-4] + "AAAA")


def test_rotation_moves_a_secret_under_the_present_key() -> None:
    old, new = Vault("one"), Vault("two", previous=["one"])
    sealed = old.encrypt("x")
    rotated = new.rotate(sealed)
    assert rotated.startswith(f"{new.key_id}:")
    assert Vault("two").decrypt(rotated) == "x"
    assert new.rotate(rotated) == rotated


@pytest.mark.parametrize("sealed", ["", ":", "no key", "\0", "é:é"])
def test_nonsense_is_refused_in_words(sealed: str) -> None:
    with pytest.raises(SecretLost):
        Vault("one").decrypt(sealed)


def test_keys_differ_by_purpose_and_by_secret() -> None:
    keys = {derive_key(secret, purpose) for secret in ("a", "b") for purpose in ("audit", "vault")}
    assert len(keys) == 4
