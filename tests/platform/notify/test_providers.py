"""The senders over HTTP against providers on loopback: taken, refused, later, or no answer."""

from collections.abc import Callable, Iterator

import pytest
from tests.platform.notify.providers import Asked, Reply, Web, web

from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused, RemoteUnavailable
from deskside.kernel.http import AddressRefused
from deskside.platform.notify.accounts import Bot, Sms, Wechat, Wecom
from deskside.platform.notify.channels.base import (
    AnswerLost,
    Outgoing,
    RecipientBusy,
    RecipientRefused,
    Sender,
)
from deskside.platform.notify.channels.sms import open_sms
from deskside.platform.notify.channels.tokens import Tokens
from deskside.platform.notify.channels.wechat import WechatTemplates
from deskside.platform.notify.channels.wecom import WecomApp, WecomBot, shortened
from deskside.platform.notify.texts import Content

KEY = "0123456789abcdef0123456789abcdef01234567"
CONTENT = Content(
    title="已派单", body="工程师已出发", template="T100", fields={"a": "甲", "b": "乙"}, link="https://d/s/x"
)
NETS = ()


def outgoing(to: str, *, repeated: bool = False) -> Outgoing:
    return Outgoing(KEY, to, CONTENT, repeated=repeated)


def said(answer: object, status: int = 200) -> Callable[[Asked], Reply]:
    """A provider that hands out tokens t1, t2, … and answers messages so."""
    tokens = iter(range(1, 100))

    def answering(asked: Asked) -> Reply:
        if asked.path in {"/cgi-bin/token", "/cgi-bin/gettoken"}:
            return 200, {"access_token": f"t{next(tokens)}", "expires_in": 7200}
        return status, answer

    return answering


@pytest.fixture
def provider() -> Iterator[Web]:
    with web(said({})) as provider:
        yield provider


def sms(provider: Web, name: str) -> Sender:
    return open_sms(Sms(name, provider.base, "key", "geheim", "甲公司", "1400"))  # type: ignore[arg-type]


def wechat(provider: Web) -> Sender:
    return WechatTemplates(Wechat(provider.base, "wx1", "geheim"), tokens=Tokens())


def wecom(provider: Web) -> Sender:
    return WecomApp(Wecom(provider.base, "corp", "1000002", "geheim"), tokens=Tokens())


def bot(provider: Web, *, trusted: bool = True) -> Sender:
    return WecomBot(Bot(f"{provider.base}/cgi-bin/webhook/send?key=geheim", trusted), NETS)


def test_aliyun_is_asked_as_documented(provider: Web) -> None:
    provider.answering = said({"Code": "OK", "Message": "OK", "BizId": "9006^0", "RequestId": "R"})
    receipt = sms(provider, "aliyun").send(outgoing("+8613900001111"))
    (asked,) = provider.asked
    assert asked.query == {
        "PhoneNumbers": "13900001111",
        "SignName": "甲公司",
        "TemplateCode": "T100",
        "TemplateParam": '{"a":"甲","b":"乙"}',
        "OutId": KEY,
    }
    assert asked.headers["x-acs-action"] == "SendSms"
    assert receipt.provider_id == "9006^0"


def test_tencent_is_asked_as_documented(provider: Web) -> None:
    status = {"SerialNo": "S1", "Code": "Ok", "Message": "send success"}
    provider.answering = said({"Response": {"SendStatusSet": [status], "RequestId": "R"}})
    receipt = sms(provider, "tencent").send(outgoing("13900001111"))
    (asked,) = provider.asked
    assert asked.json() == {
        "PhoneNumberSet": ["+8613900001111"],
        "SmsSdkAppId": "1400",
        "SignName": "甲公司",
        "TemplateId": "T100",
        "TemplateParamSet": ["甲", "乙"],
        "SessionContext": KEY,
    }
    assert (asked.headers["x-tc-action"], receipt.provider_id) == ("SendSms", "S1")


def aliyun_says(code: str) -> object:
    return {"Code": code, "Message": "m"}


def tencent_says(code: str) -> object:
    return {"Response": {"SendStatusSet": [{"Code": code, "Message": "m"}], "RequestId": "R"}}


@pytest.mark.parametrize(
    ("name", "answer", "error"),
    [
        ("aliyun", aliyun_says("isv.MOBILE_NUMBER_ILLEGAL"), RecipientRefused),
        ("aliyun", aliyun_says("isv.BLACK_KEY_CONTROL_LIMIT"), RecipientRefused),
        ("aliyun", aliyun_says("isv.BUSINESS_LIMIT_CONTROL"), RecipientBusy),
        ("aliyun", aliyun_says("isp.SYSTEM_ERROR"), RemoteUnavailable),
        ("aliyun", aliyun_says("isv.AMOUNT_NOT_ENOUGH"), RemoteRefused),
        ("aliyun", aliyun_says("SignatureDoesNotMatch"), RemoteRefused),
        ("aliyun", b"<html>", RemoteAnswerChanged),
        ("tencent", tencent_says("FailedOperation.PhoneNumberInBlacklist"), RecipientRefused),
        ("tencent", tencent_says("LimitExceeded.PhoneNumberDailyLimit"), RecipientBusy),
        ("tencent", tencent_says("InternalError.Timeout"), RemoteUnavailable),
        ("tencent", {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure"}}}, RemoteRefused),
        ("tencent", {"Response": {"Error": {"Code": "RequestLimitExceeded"}}}, RemoteUnavailable),
    ],
)
def test_what_an_sms_provider_says_is_told_apart(
    provider: Web, name: str, answer: object, error: type[Exception]
) -> None:
    provider.answering = said(answer, 400 if isinstance(answer, dict) and "Code" in answer else 200)
    with pytest.raises(error) as told:
        sms(provider, name).send(outgoing("13900001111"))
    assert type(told.value) is error
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize(
    ("phone", "asked"),
    [
        ("139 0000 1111", "13900001111"),
        ("8613900001111", "13900001111"),
        ("+86 139-0000-1111", "13900001111"),
        ("+852 9123 4567", "85291234567"),
        ("0085291234567", "85291234567"),
    ],
)
def test_a_number_is_sent_as_the_provider_wants_it(provider: Web, phone: str, asked: str) -> None:
    provider.answering = said({"Code": "OK"})
    sms(provider, "aliyun").send(outgoing(phone))
    assert provider.asked[0].query["PhoneNumbers"] == asked


@pytest.mark.parametrize("to", ["12345", "", "1390000111", "abc", "+1"])
def test_what_is_no_number_is_refused_before_anything_is_sent(provider: Web, to: str) -> None:
    with pytest.raises(RecipientRefused):
        sms(provider, "aliyun").send(outgoing(to))
    assert provider.asked == []


def test_a_template_message_carries_its_key_and_link(provider: Web) -> None:
    provider.answering = said({"errcode": 0, "errmsg": "ok", "msgid": 77})
    receipt = wechat(provider).send(outgoing("openid1"))
    (asked,) = provider.at("/cgi-bin/message/template/send")
    assert asked.json() == {
        "touser": "openid1",
        "template_id": "T100",
        "data": {"a": {"value": "甲"}, "b": {"value": "乙"}},
        "client_msg_id": KEY[:32],
        "url": "https://d/s/x",
    }
    assert (asked.query["access_token"], receipt.provider_id) == ("t1", "77")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (43004, RecipientRefused),
        (40003, RecipientRefused),
        (45009, RemoteUnavailable),
        (-1, RemoteUnavailable),
        (48001, RemoteRefused),
    ],
)
def test_what_wechat_says_is_told_apart(provider: Web, code: int, error: type[Exception]) -> None:
    provider.answering = said({"errcode": code, "errmsg": "m"})
    with pytest.raises(error) as told:
        wechat(provider).send(outgoing("openid1"))
    assert type(told.value) is error


@pytest.mark.parametrize("make", [wechat, wecom])
@pytest.mark.parametrize("code", [40001, 42001])
def test_a_refused_token_is_renewed_once(provider: Web, make: Callable[[Web], Sender], code: int) -> None:
    usual = said({"errcode": 0})

    def answering(asked: Asked) -> Reply:
        old = asked.query.get("access_token") == "t1"
        return (200, {"errcode": code, "errmsg": "token"}) if old else usual(asked)

    provider.answering = answering
    sender = make(provider)
    sender.send(outgoing("x"))
    sender.send(outgoing("x"))
    assert [one.query.get("access_token") for one in provider.asked if "send" in one.path] == [
        "t1",
        "t2",
        "t2",
    ]


def test_the_application_writes_to_the_user(provider: Web) -> None:
    provider.answering = said({"errcode": 0, "errmsg": "ok", "msgid": "m1", "invaliduser": ""})
    assert wecom(provider).send(outgoing("zhang")).provider_id == "m1"
    (asked,) = provider.at("/cgi-bin/message/send")
    assert asked.json() == {
        "touser": "zhang",
        "msgtype": "text",
        "agentid": 1000002,
        "text": {"content": "已派单\n工程师已出发\nhttps://d/s/x"},
    }


def test_a_repeat_asks_wecom_to_drop_a_duplicate(provider: Web) -> None:
    wecom(provider).send(outgoing("zhang", repeated=True))
    (asked,) = provider.at("/cgi-bin/message/send")
    assert asked.json()["enable_duplicate_check"] == 1


def test_a_user_whom_wecom_does_not_know_is_refused(provider: Web) -> None:
    provider.answering = said({"errcode": 0, "errmsg": "ok", "invaliduser": "zhang"})
    with pytest.raises(RecipientRefused):
        wecom(provider).send(outgoing("zhang"))


def test_a_bot_writes_into_its_group_and_its_key_stays_secret(provider: Web) -> None:
    provider.answering = said({"errcode": 93000, "errmsg": "invalid webhook"})
    with pytest.raises(RemoteRefused) as told:
        bot(provider).send(outgoing("wecom_bot"))
    assert "geheim" not in str(told.value)
    provider.answering = said({"errcode": 45009, "errmsg": "limit"})
    with pytest.raises(RemoteUnavailable) as later:
        bot(provider).send(outgoing("wecom_bot"))
    assert later.value.retry_after == 60


def test_a_webhook_typed_in_reaches_no_private_net(provider: Web) -> None:
    with pytest.raises(AddressRefused):
        bot(provider, trusted=False).send(outgoing("wecom_bot"))
    assert provider.asked == []


@pytest.mark.parametrize(
    "make", [lambda p: sms(p, "aliyun"), lambda p: sms(p, "tencent"), wechat, wecom, bot], ids=str
)
@pytest.mark.parametrize("how", ["silent", "gateway"])
def test_without_an_answer_the_message_may_have_been_sent(
    provider: Web, make: Callable[[Web], Sender], how: str
) -> None:
    usual = said(b"", 504)
    sender = make(provider)

    def answering(asked: Asked) -> Reply:
        reply = usual(asked)
        provider.silent = how == "silent"
        return reply

    if how == "silent" and make in {wechat, wecom}:
        sender.steps()[0].call()
    provider.answering, provider.silent = answering, how == "silent"
    with pytest.raises(AnswerLost):
        sender.send(outgoing("13900001111"))


def test_nobody_there_is_no_lost_answer(provider: Web) -> None:
    gone = Web(provider.answering, "http://127.0.0.1:9")
    with pytest.raises(RemoteUnavailable) as told:
        bot(gone).send(outgoing("wecom_bot"))
    assert not isinstance(told.value, AnswerLost)


def test_long_texts_are_cut_between_characters() -> None:
    assert shortened("验" * 1000, 32) == "验" * 9 + "…"
    assert shortened("短") == "短"
