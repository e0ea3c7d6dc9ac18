"""The client that every connector uses."""

import ssl
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self
from urllib.parse import quote, urlencode

import httpcore2
import httpx2
import msgspec

import deskside
from deskside.kernel import money
from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused, RemoteUnavailable
from deskside.kernel.db import refuse_inside_write
from deskside.kernel.http.addresses import Net, Resolve, resolve
from deskside.kernel.http.answers import Answer, read_limited
from deskside.kernel.http.network import Network, Transport, deadline

REPEATABLE = {"GET", "HEAD"}
PAUSE_SECONDS = 0.1
PORTS = {"http": 80, "https": 443}
KEPT_ACROSS_ORIGINS = {"accept", "accept-encoding", "connection", "host", "user-agent"}

Headers = Mapping[str, str]


@dataclass(frozen=True)
class HttpLimits:
    """What one request may take; `total_seconds` covers redirects and the repetition."""

    connect_seconds: float = 5
    read_seconds: float = 20
    total_seconds: float = 60
    answer_bytes: int = 20_000_000
    redirects: int = 5
    connections: int = 10


class HttpClient:
    """A pool of connections to `remote`, as people call it. Thread-safe; close it at the end.

    `trusted=True` is for addresses from the environment: what is asked for directly is not judged, where
    redirects lead still is. A failed GET is repeated once at once. Raises RemoteUnavailable, RemoteRefused
    (AddressRefused among them), RemoteAnswerChanged; RuntimeError inside a write transaction.
    """

    def __init__(
        self,
        remote: str,
        *,
        trusted: bool = False,
        private_nets: Sequence[Net] = (),
        headers: Headers | None = None,
        limits: HttpLimits | None = None,
        ssl_context: ssl.SSLContext | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        self.remote = remote
        self._limits = limits or HttpLimits()
        self._trusted = trusted
        self._network = Network(private_nets, resolve, httpcore2.SyncBackend())
        context = ssl_context or _default_ssl_context()
        self._client = httpx2.Client(
            transport=Transport(self._network, context, self._limits.connections),
            headers={"User-Agent": f"deskside/{deskside.__version__}", "Accept-Encoding": "gzip"}
            | dict(headers or {}),
            timeout=httpx2.Timeout(self._limits.read_seconds, connect=self._limits.connect_seconds),
            trust_env=False,
        )

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Headers | None = None,
        accept: Collection[int] = (),
    ) -> Answer:
        """Ask for `url`; a status outside 2xx raises unless it is in `accept`."""
        return self.request("GET", _with_query(url, params or {}), headers=headers, accept=accept)

    def post(
        self,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Headers | None = None,
        accept: Collection[int] = (),
    ) -> Answer:
        """Send `form`, or else `json` (anything that msgspec encodes). Never repeated, never redirected."""
        if form is not None:
            kind, body = "application/x-www-form-urlencoded", urlencode(form).encode()
        else:
            kind, body = "application/json", msgspec.json.encode(json, enc_hook=money.encode_hook)
        headers = {"Content-Type": kind, **(headers or {})}
        return self.request("POST", url, headers=headers, content=body, accept=accept)

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Headers | None = None,
        content: bytes | None = None,
        accept: Collection[int] = (),
    ) -> Answer:
        """One request of any method."""
        refuse_inside_write(f"asking {self.remote}")
        try:
            request = self._client.build_request(method, url, headers=headers, content=content)
            self._trust(request.url)
            with deadline(self._limits.total_seconds):
                answer = self._send(request)
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, UnicodeError):
            raise RemoteRefused(
                f"the address of {self.remote} is no web address", remote=self.remote
            ) from None
        except httpx2.TransportError as error:
            raise self._failure(error) from error
        answer.check(accept)
        return answer

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _trust(self, url: httpx2.URL) -> None:
        if self._trusted:
            self._network.trust(url.raw_host.decode("ascii"), url.port or PORTS.get(url.scheme, 0))

    def _send(self, request: httpx2.Request) -> Answer:
        try:
            return self._follow(request)
        except (httpx2.NetworkError, httpx2.RemoteProtocolError):
            if request.method not in REPEATABLE:
                raise
        time.sleep(PAUSE_SECONDS)
        return self._follow(request)

    def _follow(self, request: httpx2.Request) -> Answer:
        for _ in range(self._limits.redirects + 1):
            response = self._client.send(request, stream=True)
            try:
                onward = response.next_request
                if onward is None or request.method not in REPEATABLE:
                    return self._read(response)
            finally:
                response.close()
            request = _without_secrets(request, onward)
        raise RemoteRefused(f"{self.remote} redirects without end", remote=self.remote)

    def _read(self, response: httpx2.Response) -> Answer:
        url = response.request.url
        encoding = response.headers.get("content-encoding", "").lower()
        try:
            content = read_limited(response.iter_raw(), encoding, self._limits.answer_bytes)
        except ValueError as error:
            raise RemoteAnswerChanged(
                f"the answer of {self.remote} cannot be read: {error}", sample=b"", remote=self.remote
            ) from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        where = f"{url.scheme}://{url.netloc.decode('ascii')}{url.path}"
        return Answer(self.remote, where, response.status_code, headers, content)

    def _failure(self, error: httpx2.TransportError) -> RemoteUnavailable | RemoteRefused:
        if _is_certificate(error):
            return RemoteRefused(
                f"the certificate of {self.remote} is not valid: {error}", remote=self.remote
            )
        why = "did not answer in time" if isinstance(error, httpx2.TimeoutException) else "cannot be reached"
        return RemoteUnavailable(f"{self.remote} {why}; it is tried again", remote=self.remote)


def _with_query(url: str, params: Mapping[str, str | int]) -> str:
    """`url` with `params`; the library's own merging, which takes longer, only where it has some already."""
    if not params:
        return url
    if "?" in url or "#" in url:
        return str(httpx2.URL(url).copy_merge_params({name: str(value) for name, value in params.items()}))
    return f"{url}?{urlencode(params, quote_via=quote)}"


def _without_secrets(before: httpx2.Request, onward: httpx2.Request) -> httpx2.Request:
    """To another origin go no headers of the caller: any may hold a key."""
    if (before.url.scheme, before.url.netloc) != (onward.url.scheme, onward.url.netloc):
        for name in set(onward.headers) - KEPT_ACROSS_ORIGINS:
            del onward.headers[name]
    return onward


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


@cache
def _default_ssl_context() -> ssl.SSLContext:
    """The system's authorities, or those of SSL_CERT_FILE; read once, as it takes a while."""
    return httpx2.create_ssl_context()


def answer_lost(error: RemoteUnavailable) -> bool:
    """Whether the request had left and no answer came: the remote may have done what it was asked."""
    cause = error.__cause__
    never_left = isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout)
    return isinstance(cause, httpx2.TransportError) and not never_left
