"""Mail over TLS: from the first byte or by STARTTLS, with a certificate that is checked."""

import ssl
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.platform.notify.providers import post_office

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteRefused
from deskside.platform.notify.accounts import Security, Smtp
from deskside.platform.notify.channels.base import Outgoing
from deskside.platform.notify.channels.mail import MailServer
from deskside.platform.notify.texts import Content

OUTGOING = Outgoing("k1", "li@example.com", Content(title="周报", body="正文"))


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    """Key and certificate of localhost."""
    key, name = ec.generate_private_key(ec.SECP256R1()), "localhost"
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "mail.pem"
    path.write_bytes(private + certificate.public_bytes(encoding))
    return path


@pytest.fixture
def served(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def account(port: int, security: Security, host: str = "localhost") -> Smtp:
    return Smtp(host, port, security, "desk", "geheim", "desk@example.com", trusted=True)


@pytest.mark.parametrize("security", ["ssl", "starttls"])
def test_a_mail_goes_over_tls(pem: Path, served: ssl.SSLContext, security: Security) -> None:
    trusting = ssl.create_default_context(cafile=str(pem))
    with post_office(served, at_once=security == "ssl") as office:
        with closing(MailServer(account(office.port, security), context=trusting)) as mail:
            mail.send(OUTGOING)
        assert len(office.mails) == 1
        signed_in = next(index for index, line in enumerate(office.said) if line.startswith("AUTH"))
        assert security == "ssl" or "STARTTLS" in office.said[:signed_in]


@pytest.mark.parametrize("security", ["ssl", "starttls"])
@pytest.mark.parametrize("wrong", ["issuer", "name"])
def test_a_certificate_that_is_not_good_is_refused_before_signing_in(
    pem: Path, served: ssl.SSLContext, security: Security, wrong: str
) -> None:
    context = ssl.create_default_context(cafile=str(pem) if wrong == "name" else None)
    host = "127.0.0.1" if wrong == "name" else "localhost"
    with post_office(served, at_once=security == "ssl") as office:
        mail = MailServer(account(office.port, security, host), context=context)
        with closing(mail), pytest.raises(RemoteRefused):
            mail.send(OUTGOING)
        assert not any(line.startswith("AUTH") for line in office.said)
