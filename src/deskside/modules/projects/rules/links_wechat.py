"""Where WeChat is asked who its browser belongs to, and the note that comes back with the answer."""

import hmac
from urllib.parse import quote, urlencode

AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
LIVES_SECONDS = 600


def make_state(secret: bytes, browser_hash: str, token_hash: str, now: int) -> str:
    """Good for ten minutes, in the browser that set out, for the link with which it did."""
    return f"{now}.{_seal(secret, browser_hash, token_hash, now)}"


def is_state(text: str, secret: bytes, browser_hash: str, token_hash: str, now: int) -> bool:
    """Whether `make_state` gave this."""
    begun, _, seal = text.partition(".")
    if not begun.isdecimal() or not 0 <= now - int(begun) <= LIVES_SECONDS:
        return False
    return hmac.compare_digest(seal.encode(), _seal(secret, browser_hash, token_hash, int(begun)).encode())


def _seal(secret: bytes, browser_hash: str, token_hash: str, at: int) -> str:
    return hmac.digest(secret, f"wechat:{at}:{browser_hash}:{token_hash}".encode(), "sha256").hex()[:40]


def authorize_url(appid: str, back: str, state: str) -> str:
    """WeChat answers there without asking its user anything, and leads `back` with a code."""
    query = urlencode(
        {
            "appid": appid,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
        },
        quote_via=quote,
    )
    return f"{AUTHORIZE}?{query}#wechat_redirect"
