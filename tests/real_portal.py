"""A portal for real: a checkout of its own, the documented `.env`, a mail server that asks who is there, and a browser."""

import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.certificate import make_certificate
from tests.documented import documented
from tests.running_portal import ROOT, Run, free_port

HOST = "madang.example.org"
PARTS = ("manage.py", "Makefile", "requirements.txt", "portal", "static", "templates")
USER, PASSWORD = b"madang", b"p@ss:/#?%"


@contextmanager
def checkout() -> Iterator[Path]:
    """A copy of what runs, where the embedded server's user may pass."""
    folder = Path(tempfile.mkdtemp(prefix="hanbat-real-"))
    folder.chmod(0o711)
    for name in PARTS:
        source, ignored = ROOT / name, shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, folder / name, ignore=ignored) if source.is_dir() else shutil.copy(source, folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Authenticator:
    """Lets one user in and remembers who came."""

    def __init__(self) -> None:
        self.came: list[tuple[bytes, bytes]] = []

    def __call__(self, server, session, envelope, mechanism, given: LoginPassword) -> AuthResult:
        """Aiosmtpd asks this."""
        self.came.append((given.login, given.password))
        return AuthResult(success=given == LoginPassword(USER, PASSWORD), handled=False)


class MailServer(Controller):
    """Takes mail only over STARTTLS and from whoever signs in."""

    def __init__(self, folder: Path) -> None:
        self.received: list[EmailMessage] = []
        self.authenticator = Authenticator()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*make_certificate(folder, "localhost", HOST))
        super().__init__(
            self,
            hostname="127.0.0.1",
            port=free_port(),
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=self.authenticator,
        )

    async def handle_DATA(self, server, session, envelope) -> str:
        """Take one message (aiosmtpd calls this)."""
        message = message_from_bytes(envelope.original_content.replace(b"\r\n", b"\n"), policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.received.append(message)
        return "250 OK"

    def next_message(self) -> EmailMessage:
        """Once the worker has sent it. Raises TimeoutError after a minute."""
        for _ in range(600):
            if self.received:
                return self.received.pop(0)
            time.sleep(0.1)
        raise TimeoutError("No mail came.")


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    """One that runs for the length of the block; its certificate lies in `folder`."""
    server = MailServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def write_env_file(folder: Path, *, mail_port: int, site_url: str, database_url: str = "") -> None:
    """The documented file with what differs on this machine; without `database_url` the portal starts its own server."""
    values = {
        "SECRET_KEY": "5ec7e7" * 10,
        "IDENTITY_KEY": "1de4717" * 10,
        "SITE_URL": site_url,
        "SMTP_URL": f"submission://madang:p%40ss%3A%2F%23%3F%25@localhost:{mail_port}",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "DATABASE_URL": database_url,
    }
    text = documented("/srv/hanbat-madang/.env")
    for name, value in values.items():
        text, count = re.subn(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        if not count:
            raise LookupError(f"The documented .env has no {name}.")
    # The certificate of the mail server is our own.
    (folder / ".env").write_text(f"{text}SSL_CERT_FILE={folder / 'certificate.pem'}\n")


class RealRun(Run):
    """`make run` with nothing but a path in the environment; only the packages are those that the tests have installed."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1") -> None:
        self.port = free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        command = ["make", "run", f"PORT={self.port}", f"HOST={host}", "PYTHON=true", f"VENV={sys.executable}"]
        self.process = subprocess.Popen(
            command, cwd=folder, env={"PATH": os.defpath}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def stop(self, number: int = signal.SIGTERM) -> int:
        """As systemd does it: `make` passes the signal on."""
        return super().stop(number)


class Browser:
    """What a browser sends and keeps, straight to the portal as its proxy would pass it on."""

    def __init__(self, port: int, *, name: str = HOST) -> None:
        self.port, self.name, self.cookies = port, name, SimpleCookie()
        self.headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}

    def connect(self) -> HTTPConnection:
        """A new connection."""
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path: str, form: dict[str, str] | None = None, *, host: str = "") -> HTTPResponse:
        """The answer, its text in `text`; redirects are not followed."""
        headers = {"Host": host or self.name, **self.headers}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        if form is not None:
            headers |= {"Origin": f"https://{self.name}", "Content-Type": "application/x-www-form-urlencoded"}
        connection = self.connect()
        connection.request("GET" if form is None else "POST", path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        answer.text = answer.read().decode(errors="replace")
        connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return answer

    def send(self, path: str, form: dict[str, str]) -> HTTPResponse:
        """Fill in the form of a page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask(path).text).group(1)
        return self.ask(path, {**form, "csrfmiddlewaretoken": token})


def code_in(message: EmailMessage) -> str:
    """The sign-in code of a mail."""
    return re.search(r"^ {4}(\d{6})\s*$", message.get_content(), re.MULTILINE).group(1)
