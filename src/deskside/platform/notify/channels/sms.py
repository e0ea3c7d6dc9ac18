"""SMS by Aliyun and Tencent: approved templates with parameters, signed requests."""

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from deskside.kernel import clock
from deskside.kernel.http import Answer, HttpClient, HttpLimits
from deskside.kernel.phones import HOME, phone_key
from deskside.kernel.redaction import redact_text
from deskside.platform.notify.accounts import Sms
from deskside.platform.notify.channels.base import (
    LOST_STATUS,
    Outgoing,
    Receipt,
    RecipientRefused,
    Sender,
    Step,
    handed_over,
)
from deskside.platform.notify.channels.judging import Codes
from deskside.platform.notify.channels.signing import (
    Key,
    aliyun_headers,
    aliyun_query,
    tencent_authorization,
)

LIMITS = HttpLimits(connect_seconds=5, read_seconds=15, total_seconds=20, answer_bytes=200_000)
SHORTEST_DIGITS, HOME_DIGITS = 8, 13
SAID = (400, 401, 403, 404, 429)
"""Both providers say what is wrong in the body, also with these."""

ALIYUN_CODES = Codes(
    recipient=frozenset(
        {
            "isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT", "isv.BLACK_KEY_CONTROL_LIMIT",
            "isv.INVALID_PARAMETERS", "isv.TEMPLATE_MISSING_PARAMETERS", "isv.PARAM_LENGTH_LIMIT",
            "isv.PARAM_NOT_SUPPORT_URL", "isv.TEMPLATE_PARAMS_ILLEGAL", "isv.INVALID_JSON_PARAM",
            "isv.SMS_CONTENT_ILLEGAL", "isv.DENY_IP_RANGE*", "isv.BLACKLIST*", "isv.SMS_TEMPLATE_ILLEGAL",
        }
    ),
    busy=frozenset({"isv.BUSINESS_LIMIT_CONTROL"}),
    later=frozenset(
        {"isp.*", "Throttling*", "ServiceUnavailable*", "InternalError*", "isv.DAY_LIMIT_CONTROL"}
    ),
)  # fmt: skip
TENCENT_CODES = Codes(
    recipient=frozenset(
        {
            "FailedOperation.PhoneNumberInBlacklist", "FailedOperation.ContainSensitiveWord",
            "FailedOperation.TemplateIncorrectOrUnapproved",
            "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
            "FailedOperation.TemplateUnapprovedOrNotExist", "InvalidParameterValue.IncorrectPhoneNumber",
            "InvalidParameterValue.TemplateParameterFormatError",
            "InvalidParameterValue.TemplateParameterLengthLimit", "InvalidParameterValue.ContentLengthLimit",
            "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter", "UnsupportedOperation.*",
        }
    ),
    busy=frozenset({"LimitExceeded.PhoneNumber*", "LimitExceeded.DeliveryFrequencyLimit"}),
    later=frozenset(
        {"RequestLimitExceeded*", "InternalError*", "LimitExceeded*", "FailedOperation.FailResolvePacket"}
    ),
)  # fmt: skip


class AliyunAnswer(msgspec.Struct, rename="pascal"):
    """What SendSms and QuerySmsSignList say."""

    code: str = ""
    message: str = ""
    biz_id: str = ""
    request_id: str = ""


class TencentError(msgspec.Struct, rename="pascal"):
    """Why a whole call failed."""

    code: str
    message: str = ""


class TencentStatus(msgspec.Struct, rename="pascal"):
    """What became of one number."""

    code: str = ""
    message: str = ""
    serial_no: str = ""


class TencentResponse(msgspec.Struct, rename="pascal"):
    """The inside of an answer."""

    error: TencentError | None = None
    send_status_set: list[TencentStatus] = []
    request_id: str = ""


class TencentAnswer(msgspec.Struct, rename="pascal"):
    """An answer."""

    response: TencentResponse


def _client(remote: str) -> HttpClient:
    return HttpClient(remote, trusted=True, limits=LIMITS)


def _number(phone: str) -> str:
    """`+` with country and number; without a country it has to be a Chinese mobile's."""
    number = phone_key(phone)
    named = phone.strip().startswith(("+", "＋", "00")) and len(number) >= SHORTEST_DIGITS
    at_home = number.startswith(HOME) and len(number) == HOME_DIGITS
    if not (named or at_home):
        raise RecipientRefused("the phone number is neither international nor a Chinese mobile's")
    return f"+{number}"


def _template(outgoing: Outgoing) -> str:
    if not outgoing.content.template:
        raise RecipientRefused("the text names no approved SMS template: save its code with the text")
    return outgoing.content.template


class AliyunSms:
    """Aliyun's SendSms."""

    remote = "阿里云短信"
    version = "2017-05-25"

    def __init__(self, account: Sms, client: HttpClient | None = None) -> None:
        self._account = account
        self._client = client or _client(self.remote)

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand it over. The key goes along as OutId: the provider's log and reports show it."""
        params = {
            "PhoneNumbers": _number(outgoing.to).removeprefix("+").removeprefix(HOME),
            "SignName": self._account.sign,
            "TemplateCode": _template(outgoing),
            "TemplateParam": msgspec.json.encode(outgoing.content.fields).decode(),
            "OutId": outgoing.key,
        }
        answer = handed_over(lambda: self._ask("SendSms", params), SAID)
        said = answer.json(AliyunAnswer)
        if said.code != "OK":
            raise ALIYUN_CODES.failure(self.remote, said.code, redact_text(said.message))
        return Receipt(said.biz_id, f"{said.code} {said.message} {said.request_id}".strip())

    def steps(self) -> Sequence[Step]:
        """The key is good and may use SMS."""
        return [Step("signed_in", self._look)]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _look(self) -> None:
        said = self._ask("QuerySmsSignList", {"PageIndex": "1", "PageSize": "1"}).json(AliyunAnswer)
        if said.code != "OK":
            raise ALIYUN_CODES.failure(self.remote, said.code, redact_text(said.message))

    def _ask(self, action: str, params: dict[str, str]) -> Answer:
        account, query = self._account, aliyun_query(params)
        parts = urlsplit(account.url)
        key = Key(account.key, account.secret)
        call = (action, self.version)
        headers = aliyun_headers(key, parts.netloc, call, query, clock.now(), secrets.token_hex(16))
        base = account.url.rstrip("/")
        return self._client.request(
            "POST", f"{base}/?{query}", headers=headers, content=b"", accept=(*SAID, *LOST_STATUS)
        )


class TencentSms:
    """Tencent's SendSms."""

    remote = "腾讯云短信"
    version, region, service = "2021-01-11", "ap-guangzhou", "sms"

    def __init__(self, account: Sms, client: HttpClient | None = None) -> None:
        self._account = account
        self._client = client or _client(self.remote)

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand it over. The key goes along as SessionContext: the provider's reports show it."""
        body: dict[str, object] = {
            "PhoneNumberSet": [_number(outgoing.to)],
            "SmsSdkAppId": self._account.app,
            "SignName": self._account.sign,
            "TemplateId": _template(outgoing),
            "TemplateParamSet": list(outgoing.content.fields.values()),
            "SessionContext": outgoing.key,
        }
        said = self._read(handed_over(lambda: self._ask("SendSms", body), SAID))
        status = said.send_status_set[0] if said.send_status_set else TencentStatus("InternalError.NoStatus")
        if status.code != "Ok":
            raise TENCENT_CODES.failure(self.remote, status.code, redact_text(status.message))
        return Receipt(status.serial_no, f"{status.code} {status.message} {said.request_id}".strip())

    def steps(self) -> Sequence[Step]:
        """The key is good and may use SMS."""
        body: dict[str, object] = {"International": 0, "SignIdSet": [0]}
        return [Step("signed_in", lambda: self._read(self._ask("DescribeSmsSignList", body)))]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _read(self, answer: Answer) -> TencentResponse:
        said = answer.json(TencentAnswer).response
        if said.error is not None:
            raise TENCENT_CODES.failure(self.remote, said.error.code, redact_text(said.error.message))
        return said

    def _ask(self, action: str, body: dict[str, object]) -> Answer:
        account, content, now = self._account, msgspec.json.encode(body), clock.now()
        signed = {
            "content-type": "application/json; charset=utf-8",
            "host": urlsplit(account.url).netloc,
            "x-tc-action": action.lower(),
        }
        key = Key(account.key, account.secret)
        headers = {
            **signed,
            "x-tc-action": action,
            "Authorization": tencent_authorization(key, self.service, signed, content, now),
            "X-TC-Timestamp": str(int(now.timestamp())),
            "X-TC-Version": self.version,
            "X-TC-Region": self.region,
        }
        base = account.url.rstrip("/")
        accept = (*SAID, *LOST_STATUS)
        return self._client.request("POST", f"{base}/", headers=headers, content=content, accept=accept)


def open_sms(account: Sms) -> Sender:
    """The provider of the account."""
    return AliyunSms(account) if account.provider == "aliyun" else TencentSms(account)
