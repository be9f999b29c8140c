"""What the doctor says after a visit to the site."""

import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal.core.doctor import site
from tests.certificate import make_certificate
from tests.core.doctor import OK, ONLINE, WARNING, WRONG, found, only

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    """What stands at the site's address."""

    status, hsts = 200, True

    def do_GET(self) -> None:
        """Answer as the proxy would."""
        self.send_response(self.status)
        if self.hsts:
            self.send_header("Strict-Transport-Security", "max-age=31536000")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def visited(real, tmp_path, monkeypatch):
    """The site behind TLS on this machine, with a certificate that is believed."""
    certificate, key = make_certificate(tmp_path, "localhost")
    server = HTTPServer(("127.0.0.1", 0), type("OneSite", (Site,), {}))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    real.SITE_URL = f"https://localhost:{server.server_port}"
    yield server.RequestHandlerClass
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_site_is_visited_with_its_certificate(visited):
    assert [level for level, _text in found(site.online, ONLINE)] == [OK, WARNING]
    assert found(site.online) == []


def test_a_certificate_that_nobody_believes_is_wrong(visited, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")

    [(level, text)] = found(site.online, ONLINE)

    assert (level, "certificate" in text) == (WRONG, True)


@pytest.mark.parametrize(("status", "hsts", "word"), [(400, True, "answers 400"), (200, False, "HSTS")])
def test_a_proxy_that_changes_what_it_passes_on_is_wrong(visited, status, hsts, word):
    visited.status, visited.hsts = status, hsts

    level, text = found(site.online, ONLINE)[0]

    assert (level, word in text) == (WRONG, True)


def test_a_site_that_cannot_be_reached_is_wrong(real):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        real.SITE_URL = f"https://127.0.0.1:{taken.getsockname()[1]}"

        assert only(site.online, ONLINE)[0] == WRONG
