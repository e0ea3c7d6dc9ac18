"""Template messages of a WeChat Official Account."""

from collections.abc import Sequence

import msgspec

from deskside.kernel.http import Answer, HttpClient, HttpLimits
from deskside.platform.notify.accounts import Wechat
from deskside.platform.notify.channels.base import (
    LOST_STATUS,
    Outgoing,
    Receipt,
    RecipientRefused,
    Step,
    handed_over,
)
from deskside.platform.notify.channels.judging import Codes
from deskside.platform.notify.channels.tokens import TOKENS, Tokens

REMOTE = "微信公众号"
LIMITS = HttpLimits(connect_seconds=5, read_seconds=15, total_seconds=20, answer_bytes=200_000)
KEY_CHARACTERS = 32
"""The longest that `client_msg_id` may be."""
CODES = Codes(
    recipient=frozenset({"40003", "43004", "43019", "43101", "43107", "47003", "40037", "44004", "41028"}),
    later=frozenset({"-1", "45009", "45011", "61006", "50002"}),
)


class WechatAnswer(msgspec.Struct):
    """What a template message is answered with."""

    errcode: int = 0
    errmsg: str = ""
    msgid: int = 0


class WechatTemplates:
    """Sends template messages. A repeat within ten minutes is recognised by the provider, by its key."""

    def __init__(self, account: Wechat, client: HttpClient | None = None, tokens: Tokens = TOKENS) -> None:
        self._account = account
        self._base = account.url.rstrip("/")
        self._client = client or HttpClient(REMOTE, trusted=True, limits=LIMITS)
        self._tokens = tokens

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand it over."""
        content = outgoing.content
        if not content.template:
            raise RecipientRefused(
                "the text names no template of the Official Account: save its id with the text",
                remote=REMOTE,
            )
        body: dict[str, object] = {
            "touser": outgoing.to,
            "template_id": content.template,
            "data": {name: {"value": value} for name, value in content.fields.items()},
            "client_msg_id": outgoing.key[:KEY_CHARACTERS],
        }
        if content.link:
            body["url"] = content.link
        said = self._tokens.using(
            self._key(), self._fetch, lambda token: self._post(token, body), lambda said: said.errcode
        )
        if said.errcode:
            raise CODES.failure(REMOTE, str(said.errcode), said.errmsg)
        return Receipt(str(said.msgid), f"{said.errcode} {said.errmsg}")

    def steps(self) -> Sequence[Step]:
        """The account gives a token."""
        return [Step("signed_in", lambda: self._tokens.get(self._key(), self._fetch))]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _key(self) -> tuple[str, ...]:
        return (self._base, self._account.appid, self._account.secret)

    def _fetch(self) -> Answer:
        params = {
            "grant_type": "client_credential",
            "appid": self._account.appid,
            "secret": self._account.secret,
        }
        return self._client.get(f"{self._base}/cgi-bin/token", params=params)

    def _post(self, token: str, body: dict[str, object]) -> WechatAnswer:
        url = f"{self._base}/cgi-bin/message/template/send?access_token={token}"
        answer = handed_over(lambda: self._client.post(url, json=body, accept=LOST_STATUS))
        return answer.json(WechatAnswer)
