"""The documented start for real: `make run` with a `.env` and nothing else, mail by a server that asks who is there."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real_portal import HOST, PASSWORD, USER, Browser, MailServer, RealRun, checkout, code_in, mail_server, write_env_file

pytestmark = pytest.mark.long(seconds=40)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with checkout() as folder:
        yield folder


@pytest.fixture(scope="module")
def mail(place) -> Iterator[MailServer]:
    with mail_server(place) as server:
        yield server


@pytest.fixture(scope="module")
def run(place, mail) -> Iterator[RealRun]:
    write_env_file(place, mail_port=mail.port, site_url=f"https://{HOST}")
    running = RealRun(place, host="0.0.0.0")  # noqa: S104 (the address asked for)
    running.said = running.wait_until_ready()
    yield running
    if running.process.poll() is None:
        running.stop()


def test_it_is_no_demo_and_names_its_real_address(run):
    assert f"https://{HOST}" in run.said
    assert "Demo" not in run.said
    assert Browser(run.port).ask("/dev/mail/").status == 404


def test_it_answers_to_its_own_name_over_tls_and_to_no_other(run):
    browser = Browser(run.port)

    answer = browser.ask("/")

    assert (answer.status, answer.headers["Strict-Transport-Security"]) == (200, "max-age=31536000; includeSubDomains")
    assert [browser.ask("/", host=host).status for host in ("127.0.0.1", "evil.example")] == [200, 400]


def test_a_sign_in_code_comes_through_a_mail_server_that_asks_for_a_password(run, mail):
    browser = Browser(run.port)
    sent = browser.send("/accounts/login/", {"email": "new@example.org"})
    message = mail.next_message()
    to_sign_up = browser.send("/accounts/login/code/", {"code": code_in(message)})

    assert (sent.headers["Location"], to_sign_up.headers["Location"]) == ("/accounts/login/code/", "/accounts/signup/")
    assert mail.authenticator.came == [(USER, PASSWORD)]
    assert (message["From"], message["X-Envelope-To"]) == (f"한밭마당 <no-reply@{HOST}>", "new@example.org")
    secure = {name: bool(cookie["secure"]) for name, cookie in browser.cookies.items()}
    assert secure == {"__Host-csrftoken": True, "__Host-sessionid": True}


def test_a_command_beside_it_reads_the_same(run, place):
    command = [sys.executable, "manage.py", "appoint", "nobody@example.org", "administrator"]

    result = subprocess.run(command, cwd=place, env={}, capture_output=True, text=True, check=False)

    assert (result.returncode, "nobody@example.org" in result.stderr) == (1, True), result.stderr


def test_sigterm_stops_it(run):
    run.process.terminate()
    run.process.wait(60)

    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", run.port)):
                return
        time.sleep(0.1)
    pytest.fail("it still answers")
