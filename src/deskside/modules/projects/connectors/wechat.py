"""WeChat's word for who a browser belongs to: a code becomes an openid (sns/oauth2/access_token)."""

import msgspec

from deskside.kernel.connectors import RemoteRefused
from deskside.kernel.http import HttpClient, HttpLimits

REMOTE = "微信公众号"
LIMITS = HttpLimits(connect_seconds=3, read_seconds=5, total_seconds=8, answer_bytes=100_000)


class _Answer(msgspec.Struct):
    openid: str | None = None
    errcode: int = 0
    errmsg: str = ""


def openid_of(url: str, appid: str, secret: str, code: str) -> str:
    """The openid behind a code, which is good once. Raise RemoteRefused for any other code."""
    params: dict[str, str | int] = {
        "appid": appid,
        "secret": secret,
        "code": code,
        "grant_type": "authorization_code",
    }
    with HttpClient(REMOTE, trusted=True, limits=LIMITS) as client:
        answer = client.get(f"{url.rstrip('/')}/sns/oauth2/access_token", params=params).json(_Answer)
    if not answer.openid:
        raise RemoteRefused(f"{REMOTE} refused the code ({answer.errcode})", remote=REMOTE)
    return answer.openid
