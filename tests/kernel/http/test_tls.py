import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteRefused
from deskside.kernel.http import HttpClient, parse_nets


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _certificate(name: str, path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + certificate.public_bytes(pem))
    return path


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext, list[str | None]]]:
    """The port of a server that is vendor.example, a context that trusts it, and the names it was called."""
    pem, names = _certificate("vendor.example", tmp_path / "vendor.pem"), list[str | None]()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port, ssl.create_default_context(cafile=str(pem)), names
    server.shutdown()
    server.server_close()
    thread.join()


def _client(context: ssl.SSLContext | None) -> HttpClient:
    nets = parse_nets("127.0.0.0/8")
    return HttpClient("r", private_nets=nets, ssl_context=context, resolve=lambda *_: ["127.0.0.1"])


def test_the_name_not_the_number_is_what_tls_checks(tls: tuple[int, ssl.SSLContext, list[str]]) -> None:
    port, context, names = tls
    with _client(context) as client:
        assert client.get(f"https://vendor.example:{port}/").status == 204
        with pytest.raises(RemoteRefused, match="certificate"):
            client.get(f"https://other.example:{port}/")
    assert names[0] == "vendor.example"


def test_a_certificate_of_nobody_known_is_refused(tls: tuple[int, ssl.SSLContext, list[str]]) -> None:
    with _client(None) as client, pytest.raises(RemoteRefused, match="certificate"):
        client.get(f"https://vendor.example:{tls[0]}/")
