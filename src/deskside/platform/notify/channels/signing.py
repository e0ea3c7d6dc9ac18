"""Signatures of the SMS providers: Aliyun's ACS3-HMAC-SHA256, Tencent's TC3-HMAC-SHA256."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

ALIYUN, TENCENT = "ACS3-HMAC-SHA256", "TC3-HMAC-SHA256"


@dataclass(frozen=True)
class Key:
    """An access key: its public name, and the secret that signs."""

    name: str
    secret: str


def aliyun_query(params: Mapping[str, str]) -> str:
    """The parameters as Aliyun signs them: sorted, percent-encoded by RFC 3986."""
    return "&".join(
        f"{quote(name, safe='-_.~')}={quote(params[name], safe='-_.~')}" for name in sorted(params)
    )


def aliyun_headers(
    key: Key, host: str, call: tuple[str, str], query: str, moment: datetime, nonce: str
) -> dict[str, str]:
    """The headers of a POST to `/` with `query` and no body. `call` is the action and its version."""
    empty = _sha256(b"")
    headers = {
        "host": host,
        "x-acs-action": call[0],
        "x-acs-content-sha256": empty,
        "x-acs-date": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": call[1],
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = f"POST\n/\n{query}\n{lines}\n{names}\n{empty}"
    signature = _hmac(key.secret.encode(), f"{ALIYUN}\n{_sha256(canonical.encode())}").hex()
    said = f"{ALIYUN} Credential={key.name},SignedHeaders={names},Signature={signature}"
    return {**headers, "Authorization": said}


def tencent_authorization(
    key: Key, service: str, headers: Mapping[str, str], body: bytes, moment: datetime
) -> str:
    """The Authorization of a POST to `/`. `headers` are those to sign: lower case, sorted by name."""
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = f"POST\n/\n\n{lines}\n{names}\n{_sha256(body)}"
    day = moment.astimezone(UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    signed = f"{TENCENT}\n{int(moment.timestamp())}\n{scope}\n{_sha256(canonical.encode())}"
    derived = _hmac(_hmac(_hmac(f"TC3{key.secret}".encode(), day), service), "tc3_request")
    signature = _hmac(derived, signed).hex()
    return f"{TENCENT} Credential={key.name}/{scope}, SignedHeaders={names}, Signature={signature}"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
