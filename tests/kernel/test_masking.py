import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.masking import mask_in_text, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13912345678", "139****5678"),
        ("+8613912345678", "139****5678"),
        ("+86 139 1234 5678", "139****5678"),
        ("86-139-1234-5678", "139****5678"),
        ("008613912345678", "139****5678"),
        ("010-12345678", "010****5678"),
        ("0571-88886666", "0571****6666"),
        ("(021) 6543210", "02****3210"),
        ("+14155552671", "+14****2671"),
        ("4001234567", "40****4567"),
        ("88886666", "88****66"),
        ("7654321", "7****21"),
        ("110", "****"),
        ("12345", "****5"),
        ("unknown", "****"),
        ("", ""),
        ("139****5678", "139****5678"),
        ("13912345678****", "139****5678"),
    ],
)
def test_a_phone_keeps_its_ends_only(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.text(st.characters(whitelist_categories=["Nd"], max_codepoint=127) | st.sampled_from("+ -()")))
def test_at_least_four_digits_are_hidden_and_twice_is_once(phone: str) -> None:
    masked = mask_phone(phone)
    digits = sum(char.isdigit() for char in phone)
    assert sum(char.isdigit() for char in masked) <= max(0, digits - 4)
    assert mask_phone(masked) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("call 13912345678 now", "call 139****5678 now"),
        ("电话：139 1234 5678。", "电话：139****5678。"),
        ("tel=+8613912345678&x=1", "tel=139****5678&x=1"),
        ("+1 415 555 2671!", "+14****2671!"),
        ("office 0571-88886666", "office 0571****6666"),
        ("('13912345678', '13812345678')", "('139****5678', '138****5678')"),
        ("at 1763798400000 ms, id 12345678901234567890", "at 1763798400000 ms, id 12345678901234567890"),
        ("order 100000 of 2026-11-22T10:00:00+08:00", "order 100000 of 2026-11-22T10:00:00+08:00"),
    ],
)
def test_phones_inside_text_are_masked_and_other_numbers_stay(text: str, masked: str) -> None:
    assert mask_in_text(text) == masked


@given(st.text(), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text())
def test_no_mobile_comes_through_any_text(before: str, phone: str, after: str) -> None:
    text = f"{before} {phone} {after}"
    assert phone not in mask_in_text(text)
