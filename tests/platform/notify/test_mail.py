"""Mail against a server on loopback: taken, refused, later, or no answer."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.platform.notify.providers import Post, post_office

from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.http import AddressRefused
from deskside.platform.notify.accounts import Smtp
from deskside.platform.notify.channels.base import (
    AnswerLost,
    Attachment,
    Outgoing,
    RecipientBusy,
    RecipientRefused,
)
from deskside.platform.notify.channels.mail import MailServer
from deskside.platform.notify.texts import Content

OUTGOING = Outgoing("k1", "li@example.com", Content(title="周报", body="第一行\n.点开头", link="https://d/x"))


@pytest.fixture
def office() -> Iterator[Post]:
    with post_office() as office:
        yield office


def server(office: Post, *, user: str = "", security: str = "plain", trusted: bool = True) -> MailServer:
    sender = "客服 <desk@example.com>"
    account = Smtp("127.0.0.1", office.port, security, user, "geheim", sender, trusted)  # type: ignore[arg-type]
    return MailServer(account)


def test_a_mail_arrives_whole_with_its_key_as_message_id(office: Post) -> None:
    mail = server(office, user="desk")
    receipt = mail.send(Outgoing(**vars(OUTGOING) | {"attachments": (Attachment("报表.xlsx", b"PK"),)}))
    mail.close()
    (got,) = office.mails
    assert (got["Subject"], got["Message-ID"], got["To"]) == ("周报", "<k1@example.com>", "li@example.com")
    assert "客服" in got["From"]
    body = got.get_body()
    assert body is not None
    assert body.get_content().splitlines() == ["第一行", ".点开头", "", "https://d/x"]
    (file,) = got.iter_attachments()
    assert (file.get_filename(), file.get_payload(decode=True)) == ("报表.xlsx", b"PK")
    assert (receipt.provider_id, receipt.answer) == ("<k1@example.com>", "250 taken as 42")
    assert any(line.startswith("AUTH") for line in office.said)


def test_one_connection_carries_several_mails(office: Post) -> None:
    mail = server(office)
    for _ in range(3):
        mail.send(OUTGOING)
    mail.close()
    assert len(office.mails) == 3
    assert len([line for line in office.said if line.lower().startswith("ehlo")]) == 1


@pytest.mark.parametrize(
    ("verb", "reply", "error"),
    [
        ("RCPT", "550 no such user", RecipientRefused),
        ("RCPT", "451 later", RecipientBusy),
        ("RCPT", "421 closing", RemoteUnavailable),
        ("MAIL", "553 not yours", RemoteRefused),
        ("AUTH", "535 wrong password", RemoteRefused),
        ("DATA", "", RemoteUnavailable),
        (".", "554 spam", RecipientRefused),
        (".", "452 full", RecipientBusy),
        (".", "", AnswerLost),
        ("EHLO", "421 busy", RemoteUnavailable),
    ],
)
def test_each_refusal_is_told_apart(office: Post, verb: str, reply: str, error: type[Exception]) -> None:
    office.replies = {verb: reply} | ({"HELO": reply} if verb == "EHLO" else {})
    mail = server(office, user="desk")
    with closing(mail), pytest.raises(error) as told:
        mail.send(OUTGOING)
    assert type(told.value) is error
    assert "geheim" not in str(told.value)


def test_after_a_refused_recipient_the_next_mail_goes_out(office: Post) -> None:
    mail = server(office)
    office.replies = {"RCPT": "550 no"}
    with pytest.raises(RecipientRefused):
        mail.send(OUTGOING)
    office.replies = {}
    mail.send(OUTGOING)
    mail.close()
    assert len(office.mails) == 1


def test_a_server_without_tls_is_refused_where_tls_is_set(office: Post) -> None:
    with closing(server(office, security="starttls")) as mail, pytest.raises(RemoteRefused):
        mail.send(OUTGOING)


def test_an_address_typed_in_reaches_no_private_net(office: Post) -> None:
    with pytest.raises(AddressRefused):
        server(office, trusted=False).send(OUTGOING)
    assert office.said == []


@pytest.mark.parametrize("to", ["li", "a@b\r\nBcc: c@d", "a b@c", "李@example.com"])
def test_what_is_no_address_is_refused_before_anything_is_said(office: Post, to: str) -> None:
    with pytest.raises(RecipientRefused):
        server(office).send(Outgoing("k", to, OUTGOING.content))
    assert office.said == []
