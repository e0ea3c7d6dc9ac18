"""WeCom: messages of an application to people, and of a bot to a group."""

from collections.abc import Sequence

import msgspec

from deskside.kernel.connectors import RemoteRefused
from deskside.kernel.http import Answer, HttpClient, HttpLimits, Net
from deskside.platform.notify.accounts import Bot, Wecom
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
from deskside.platform.notify.rendering import as_text

REMOTE, BOT = "企业微信", "企业微信群机器人"
LIMITS = HttpLimits(connect_seconds=5, read_seconds=15, total_seconds=20, answer_bytes=200_000)
LONGEST_BYTES = 2048
DUPLICATE_SECONDS = 1800
CODES = Codes(
    recipient=frozenset({"40003", "40031", "81013", "60111", "60121", "44004", "45002"}),
    later=frozenset({"-1", "6000", "45009", "45033", "45047", "301019"}),
)


class WecomAnswer(msgspec.Struct):
    """What a message is answered with; `invaliduser` are those whom it did not reach."""

    errcode: int = 0
    errmsg: str = ""
    msgid: str = ""
    invaliduser: str = ""


def shortened(text: str, limit: int = LONGEST_BYTES) -> str:
    """At most `limit` bytes of UTF-8, with an ellipsis where something was left out."""
    data = text.encode()
    if len(data) <= limit:
        return text
    return data[: limit - len("…".encode())].decode("utf-8", "ignore") + "…"


class WecomApp:
    """Sends as the application. WeCom has no key for a message; a repeat asks it to drop a duplicate."""

    def __init__(self, account: Wecom, client: HttpClient | None = None, tokens: Tokens = TOKENS) -> None:
        self._account = account
        self._base = account.url.rstrip("/")
        self._client = client or HttpClient(REMOTE, trusted=True, limits=LIMITS)
        self._tokens = tokens

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand it over."""
        body: dict[str, object] = {
            "touser": outgoing.to,
            "msgtype": "text",
            "agentid": self._agent(),
            "text": {"content": shortened(as_text(outgoing.content))},
        }
        if outgoing.repeated:
            body |= {"enable_duplicate_check": 1, "duplicate_check_interval": DUPLICATE_SECONDS}
        said = self._tokens.using(
            self._key(), self._fetch, lambda token: self._post(token, body), lambda said: said.errcode
        )
        if said.errcode:
            raise CODES.failure(REMOTE, str(said.errcode), said.errmsg)
        if said.invaliduser:
            raise RecipientRefused(
                f"{REMOTE} does not know the user, or may not write to them", remote=REMOTE
            )
        return Receipt(said.msgid, f"{said.errcode} {said.errmsg}")

    def steps(self) -> Sequence[Step]:
        """The application gives a token."""
        return [Step("signed_in", lambda: self._tokens.get(self._key(), self._fetch))]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _agent(self) -> int:
        if not self._account.agentid.isdigit():
            raise RemoteRefused("the AgentId of the WeCom application is missing or no number", remote=REMOTE)
        return int(self._account.agentid)

    def _key(self) -> tuple[str, ...]:
        return (self._base, self._account.corpid, self._account.secret)

    def _fetch(self) -> Answer:
        params = {"corpid": self._account.corpid, "corpsecret": self._account.secret}
        return self._client.get(f"{self._base}/cgi-bin/gettoken", params=params)

    def _post(self, token: str, body: dict[str, object]) -> WecomAnswer:
        url = f"{self._base}/cgi-bin/message/send?access_token={token}"
        answer = handed_over(lambda: self._client.post(url, json=body, accept=LOST_STATUS))
        return answer.json(WecomAnswer)


class WecomBot:
    """Writes into a group through its webhook, whose address is the secret."""

    def __init__(self, account: Bot, private_nets: Sequence[Net], client: HttpClient | None = None) -> None:
        self._url = account.url
        self._client = client or HttpClient(
            BOT, trusted=account.trusted, private_nets=private_nets, limits=LIMITS
        )

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand it over."""
        body = {"msgtype": "text", "text": {"content": shortened(as_text(outgoing.content))}}
        answer = handed_over(lambda: self._client.post(self._url, json=body, accept=LOST_STATUS))
        said = answer.json(WecomAnswer)
        if said.errcode:
            raise CODES.failure(BOT, str(said.errcode), said.errmsg)
        return Receipt(said.msgid, f"{said.errcode} {said.errmsg}")

    def steps(self) -> Sequence[Step]:
        """Nothing can be tried without writing into the group."""
        return []

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
