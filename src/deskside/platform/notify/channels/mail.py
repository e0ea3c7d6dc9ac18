"""Mail by SMTP: to a permitted address, over TLS where it is set so, each part within its time."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime, parseaddr
from functools import partial
from mimetypes import guess_type

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.db import refuse_inside_write
from deskside.kernel.http import Net, permitted
from deskside.platform.notify.accounts import Smtp
from deskside.platform.notify.channels.base import (
    AnswerLost,
    Outgoing,
    Receipt,
    RecipientBusy,
    RecipientRefused,
    Step,
)

REMOTE = "邮件服务器"
CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
ACCEPTED, SEND_NOW, FOREVER, CLOSING = 2, 354, 5, 421
Connect = Callable[[str, int, float], socket.socket]


class MailServer:
    """Keeps one connection while it sends, opened at the first message and again where it was lost."""

    def __init__(
        self, account: Smtp, private_nets: Sequence[Net] = (), context: ssl.SSLContext | None = None
    ) -> None:
        self._account = account
        self._connect = partial(_connect, [] if account.trusted else private_nets, trusted=account.trusted)
        self._context = context or ssl.create_default_context()
        self._open: smtplib.SMTP | None = None

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand it over. The key is its Message-ID: mail programs show a repeat once."""
        refuse_inside_write(f"asking {REMOTE}")
        message = compose(self._account.sender, outgoing)
        server = self._server()
        try:
            return self._hand_over(server, message, outgoing.to)
        except (smtplib.SMTPException, OSError, RemoteUnavailable):
            self._drop()
            raise
        finally:
            self._reset()

    def steps(self) -> Sequence[Step]:
        """It is reached, speaks TLS as set, lets us in."""
        return [Step("connected", self._begin), Step("signed_in", self._sign_in)]

    def close(self) -> None:
        """Say good-bye."""
        server, self._open = self._open, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _server(self) -> smtplib.SMTP:
        if self._open is None:
            self._begin()
            self._sign_in()
        if self._open is None:
            raise RuntimeError("a connection that was opened is not there")
        return self._open

    def _begin(self) -> None:
        account = self._account
        try:
            server = (
                _Plain(self._connect) if account.security != "ssl" else _Tls(self._connect, self._context)
            )
            server.connect(account.host, account.port)
            self._open = server
            if account.security == "starttls":
                server.starttls(context=self._context)
            server.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise _failure(error, "cannot be reached") from error

    def _sign_in(self) -> None:
        server = self._server()
        if not self._account.username:
            return
        try:
            server.login(self._account.username, self._account.password)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise _failure(error, "does not let us in; check user name and password") from error

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage, to: str) -> Receipt:
        try:
            _check(*server.mail(parseaddr(self._account.sender)[1]), RemoteRefused)
            _check(*server.rcpt(to), RecipientRefused, RecipientBusy)
            code, said = server.docmd("DATA")
        except (smtplib.SMTPException, OSError) as error:
            raise _failure(error, "broke off") from error
        if code != SEND_NOW:
            _check(code, said, RecipientRefused)
        try:
            server.send(_dotted(message))
            code, said = server.getreply()
        except (smtplib.SMTPException, OSError) as error:
            lost = f"{REMOTE} did not answer: the message may have been sent"
            raise AnswerLost(lost, remote=REMOTE) from error
        _check(code, said, RecipientRefused, RecipientBusy)
        return Receipt(str(message["Message-ID"]), f"{code} {said.decode('utf-8', 'replace')}")

    def _reset(self) -> None:
        """Forget a message that was begun, so that the next one starts anew."""
        if self._open is not None:
            try:
                self._open.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()

    def _drop(self) -> None:
        server, self._open = self._open, None
        if server is not None:
            server.close()


class _Plain(smtplib.SMTP):
    """Connects as it is told, not by name."""

    def __init__(self, connect: Connect) -> None:
        self._connect_to = connect
        super().__init__(timeout=CONNECT_SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._host = host  # by which starttls checks the certificate
        made = self._connect_to(host, port, timeout)
        made.settimeout(READ_SECONDS)
        return made


class _Tls(_Plain):
    """The same, TLS from the first byte."""

    def __init__(self, connect: Connect, context: ssl.SSLContext) -> None:
        self._tls = context
        super().__init__(connect)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._tls.wrap_socket(super()._get_socket(host, port, timeout), server_hostname=host)


def _connect(
    private_nets: Sequence[Net], host: str, port: int, timeout: float, *, trusted: bool
) -> socket.socket:
    failure: OSError = OSError(f"{host} has no address")
    for address in [host] if trusted else permitted(host, port, private_nets):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            failure = error
    raise failure


def compose(sender: str, outgoing: Outgoing) -> EmailMessage:
    """The mail. Raise RecipientRefused for an address that none can be."""
    content, message = outgoing.content, EmailMessage()
    name, address = parseaddr(sender)
    host = address.rpartition("@")[2]
    try:
        message["From"] = Address(name, addr_spec=address)
        message["To"] = Address(addr_spec=outgoing.to)
        outgoing.to.encode("ascii")
    except (ValueError, IndexError, MessageError):
        raise RecipientRefused("the mail address is none that mail can be sent to", remote=REMOTE) from None
    message["Subject"] = content.title or content.body.partition("\n")[0][:120]
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{outgoing.key}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    link = content.link if content.link and content.link not in content.body else ""
    message.set_content("\n\n".join(part for part in (content.body, link) if part) or content.title)
    for one in outgoing.attachments:
        main, _, sub = (guess_type(one.name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(one.data, maintype=main, subtype=sub, filename=one.name)
    return message


def _dotted(message: EmailMessage) -> bytes:
    """As it goes over the wire, with the end that DATA waits for."""
    lines = message.as_bytes(policy=WIRE).split(b"\r\n")
    if lines[-1] == b"":
        lines.pop()
    return b"".join((b"." + line if line.startswith(b".") else line) + b"\r\n" for line in lines) + b".\r\n"


def _check(
    code: int,
    said: bytes,
    refused: type[RemoteRefused],
    later: type[RemoteUnavailable] = RemoteUnavailable,
) -> None:
    """Raise by the first digit of a reply; 421 is the server's own trouble, whatever was asked."""
    if code // 100 == ACCEPTED:
        return
    text = f"{REMOTE}: {code} {said.decode('utf-8', 'replace')}"
    if code // 100 == FOREVER:
        raise refused(text, remote=REMOTE)
    raise (RemoteUnavailable if code == CLOSING else later)(text, remote=REMOTE)


def _failure(error: Exception, what: str) -> RemoteRefused | RemoteUnavailable:
    said = f"{REMOTE} {what} ({error})"
    never = isinstance(error, ssl.SSLCertVerificationError | smtplib.SMTPNotSupportedError)
    replied = isinstance(error, smtplib.SMTPResponseException) and error.smtp_code // 100 == FOREVER
    if never or replied:
        return RemoteRefused(said, remote=REMOTE)
    return RemoteUnavailable(said, remote=REMOTE)
