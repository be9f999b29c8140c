"""The documented start for real: `make run` with a `.env` and nothing else, mail by a server that asks who is there."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.certificate import make_certificate
from tests.conftest import Mailbox
from tests.running_portal import ROOT, Run, free_port

pytestmark = pytest.mark.long(seconds=40)
HOST = "madang.example.org"
PARTS = ("manage.py", "Makefile", "requirements.txt", "portal", "static", "templates")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A copy of what is installed, where the embedded server's user may pass."""
    folder = Path(tempfile.mkdtemp(prefix="hanbat-real-"))
    folder.chmod(0o711)
    for name in PARTS:
        source, ignored = ROOT / name, shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, folder / name, ignore=ignored) if source.is_dir() else shutil.copy(source, folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


class Authenticator:
    """Lets one user in and remembers who came."""

    def __init__(self) -> None:
        self.came: list[tuple[bytes, bytes]] = []

    def __call__(self, server, session, envelope, mechanism, given: LoginPassword) -> AuthResult:
        """Aiosmtpd asks this."""
        self.came.append((given.login, given.password))
        return AuthResult(success=given == LoginPassword(b"madang", b"p@ss:/#?%"))


@pytest.fixture(scope="module")
def mail_server(place) -> Iterator[Controller]:
    """A server that takes mail only over STARTTLS and from whoever signs in."""
    certificate, key = make_certificate(place, "localhost")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    controller = Controller(
        Mailbox(),
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=Authenticator(),
    )
    controller.start()
    yield controller
    controller.stop()


class RealRun(Run):
    """Nothing but a path in the environment; only the packages are those that the tests have installed."""

    def __init__(self, place: Path, port: int) -> None:
        self.site = f"http://127.0.0.1:{port}"
        command = ["make", "run", f"PORT={port}", "HOST=0.0.0.0", "PYTHON=true", f"VENV={sys.executable}"]
        self.process = subprocess.Popen(
            command, cwd=place, env={"PATH": os.defpath}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )


@pytest.fixture(scope="module")
def run(place, mail_server) -> Iterator[Run]:
    """`make run` as written in the documentation."""
    (place / ".env").write_text(
        f"""SECRET_KEY={"5ec7e7" * 10}
IDENTITY_KEY={"1de4717" * 10}
SITE_URL=https://{HOST}
BEHIND_HTTPS_PROXY=true
SMTP_URL=submission://madang:p%40ss%3A%2F%23%3F%25@localhost:{mail_server.port}
MAIL_FROM="한밭마당 <no-reply@{HOST}>"
CONTACT_EMAIL=help@{HOST}
PORTAL_DATA_DIR={place / "data"}
SSL_CERT_FILE={place / "certificate.pem"}
"""
    )
    running = RealRun(place, free_port())
    running.said = running.wait_until_ready()
    yield running
    if running.process.poll() is None:
        running.stop()


class Browser:
    """What a browser at the other side of the proxy would send and keep."""

    def __init__(self, site: str) -> None:
        self.site, self.cookies = site, SimpleCookie()

    def ask(self, path: str, form: dict[str, str] | None = None, *, host: str = HOST) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of a page; redirects are not followed."""
        headers = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        headers |= {"Cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())}
        if form is not None:
            headers |= {"Origin": f"https://{HOST}"}
        body = urlencode(form).encode() if form is not None else None
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            answer = opener.open(urllib.request.Request(self.site + path, body, headers), timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode()

    def send(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, str], str]:
        """Fill in the form of a page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask(path)[2]).group(1)
        return self.ask(path, {**form, "csrfmiddlewaretoken": token})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        """Redirects are answers as well."""


def test_it_is_no_demo_and_names_its_real_address(run):
    assert f"https://{HOST}" in run.said
    assert "Demo" not in run.said
    assert Browser(run.site).ask("/dev/mail/")[0] == 404


def test_it_answers_to_its_own_name_over_tls_and_to_no_other(run):
    browser = Browser(run.site)

    status, headers, _page = browser.ask("/")

    assert (status, headers["strict-transport-security"]) == (200, "max-age=31536000")
    assert [browser.ask("/", host=host)[0] for host in ("127.0.0.1", "evil.example")] == [200, 400]


def test_a_sign_in_code_comes_through_a_mail_server_that_asks_for_a_password(run, mail_server):
    browser = Browser(run.site)
    sent = browser.send("/accounts/login/", {"email": "new@example.org"})
    message = waited_for(mail_server.handler)
    code = re.search(r"^ {4}(\d{6})\s*$", message.get_content(), re.MULTILINE).group(1)
    to_sign_up = browser.send("/accounts/login/code/", {"code": code})

    assert (sent[1]["location"], to_sign_up[1]["location"]) == ("/accounts/login/code/", "/accounts/signup/")
    assert mail_server.SMTP_kwargs["authenticator"].came == [(b"madang", b"p@ss:/#?%")]
    assert (message["From"], message["X-Envelope-To"]) == (f"한밭마당 <no-reply@{HOST}>", "new@example.org")
    assert {name: bool(cookie["secure"]) for name, cookie in browser.cookies.items()} == {"csrftoken": True, "sessionid": True}


def waited_for(mailbox: Mailbox):
    """The first message, once the worker has sent it."""
    for _ in range(200):
        if mailbox.received:
            return mailbox.received[0]
        time.sleep(0.1)
    pytest.fail("no mail came")


def test_a_command_beside_it_reads_the_same(run, place):
    command = [sys.executable, "manage.py", "appoint", "nobody@example.org", "administrator"]

    result = subprocess.run(command, cwd=place, env={}, capture_output=True, text=True, check=False)

    assert (result.returncode, "nobody@example.org" in result.stderr) == (1, True), result.stderr


def test_sigterm_stops_it(run):
    run.process.terminate()
    run.process.wait(60)

    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(run.site.rpartition(":")[2]))):
                return
        time.sleep(0.1)
    pytest.fail("it still answers")
