import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.kernel.redaction import redact, redact_item, redact_text

SECRET = "s3cr3t-V4lue.x"


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://root:{SECRET}@db/test",
        f"amqp://{SECRET}@host",
        f"Authorization: Bearer {SECRET}",
        f"authorization=Basic {SECRET}==",
        f"got Bearer {SECRET}, refused",
        f"dsk_{SECRET.replace('.', '_')}",
        f"GET /x?access_token={SECRET}&page=1",
        f'{{"password": "{SECRET}", "a": 1}}',
        f'"{{\\"password\\":\\"{SECRET}\\"}}"',
        f"{{'client_secret': '{SECRET} with spaces'}}",
        f"[(b'cookie', b'session={SECRET}; a=b')]",
        f"[('Authorization', 'Bearer {SECRET}')]",
        f"Cookie: a=b; session={SECRET}\nHost: x",
        f"Set-Cookie: __Host-s={SECRET}; Secure",
        f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{SECRET.replace('.', '')}",
        f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}\n-----END RSA PRIVATE KEY-----",
        f"-----BEGIN PRIVATE KEY-----\n{SECRET}",
        f"密码：{SECRET}".replace("：", ":"),
        f"DESKSIDE_SECRET_KEY={SECRET}",
    ],
)
def test_a_secret_is_known_by_how_it_looks(text: str) -> None:
    said = redact_text(text)
    assert SECRET not in said
    assert SECRET.replace(".", "") not in said
    assert SECRET.replace(".", "_") not in said


@pytest.mark.parametrize(
    "key", ["password", "Authorization", "api_key", "X-Api-Key", "smtp_password", "令牌"]
)
@pytest.mark.parametrize("value", [SECRET, [SECRET], {"a": SECRET}, SECRET.encode(), 123456])
def test_a_secret_is_known_by_its_name(key: str, value: object) -> None:
    assert redact_item(key, value) == "[redacted]"


def test_what_is_only_about_a_secret_may_be_said() -> None:
    assert redact_item("token_id", 7) == 7
    assert redact_item("password", None) is None
    assert redact_item("has_password", value=True) is True


def test_phones_are_masked_under_any_name_and_as_numbers() -> None:
    assert redact_item("phone", "+86 139-1234-5678") == "139****5678"
    assert redact_item("mobile", 13912345678) == "139****5678"
    assert redact({"note": ["ring 13912345678"], "n": 13912345678, 13812345678: 1}) == {
        "note": ["ring 139****5678"],
        "n": "139****5678",
        "138****5678": 1,
    }


def test_plain_sentences_stay_as_they_are() -> None:
    for text in (
        "12 rows of calls.sync_day read",
        "中文也可以",
        "https://crm.example/a?page=2",
        "a@b.example",
    ):
        assert redact_text(text) == text


def test_a_very_long_text_is_cut_and_a_very_deep_value_ends() -> None:
    assert len(redact_text("x" * 1_000_000)) < 17_000
    deep: list[object] = []
    deep.append(deep)
    assert "…" in str(redact(deep))


@given(st.recursive(st.text() | st.binary() | st.integers() | st.none(), st.lists))
def test_any_value_can_be_redacted(value: object) -> None:
    redact(value)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["password", "a", '"', "\\", "token=", "1", "cookie ", "-", "://", "' ,"])
def test_hostile_text_takes_no_time(piece: str) -> None:
    redact_text(piece * 16_000)
