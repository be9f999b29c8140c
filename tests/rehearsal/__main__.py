"""Follow the documentation on a fresh Debian 12, start the unit twice, and ask the doctor each time."""

import logging
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.real_portal import Browser, MailServer, code_in, mail_server
from tests.rehearsal.debian import Debian, Service, run

TOOLS = ("debootstrap", "strace", "systemd-analyze", "unshare", "setpriv")
MINE = "first@example.org"
OPERATOR = "you@example.org"


def say(line: str) -> None:
    """One line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def rehearse(folder: Path, mail: MailServer) -> None:
    """All of it. Raises AssertionError or CalledProcessError where the documentation does not hold."""
    debian = Debian(folder / "debian")
    try:
        for command in debian.follow():
            say(f"# {command}")
        start_twice(debian, folder, mail)
    finally:
        debian.type("pg_ctlcluster 15 main stop -m fast")


def start_twice(debian: Debian, folder: Path, mail: MailServer) -> None:
    """Write the `.env`, and start the unit from the first time on and again."""
    shutil.copy(folder / "certificate.pem", debian.folder / "etc/ssl/mail.pem")
    address = f"submission://madang:p%40ss%3A%2F%23%3F%25@localhost:{mail.port}"
    keys = {name: secrets.token_hex(32) for name in ("SECRET_KEY", "IDENTITY_KEY")}
    debian.write_env_file({**keys, "SMTP_URL": address, "SSL_CERT_FILE": "/etc/ssl/mail.pem"})
    service = Service(debian, folder / "calls")
    for turn in ("first", "second"):
        start(service, mail, folder / f"{turn}.log", turn)


def start(service: Service, mail: MailServer, log: Path, turn: str) -> None:
    """One start, from the unit to the doctor."""
    begun = time.monotonic()
    with service.started(log) as process:
        while b"Ctrl-C" not in log.read_bytes():
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
        say(f"{turn} start: ready after {time.monotonic() - begun:.0f} s")
        if turn == "first":
            sign_up(mail)
            for words in (("appoint", MINE, "administrator"), ("backup",)):
                done = service.manage(*words)
                assert done.returncode == 0, done.stderr
        doctor = service.manage("doctor", "--mail-to", OPERATOR)
        say(doctor.stdout + doctor.stderr)
        assert doctor.returncode == 0, "the doctor finds something wrong"
        assert mail.next_message()["X-Envelope-To"] == OPERATOR
    assert not service.refused_calls(), f"systemd would refuse {service.refused_calls()}"


def sign_up(mail: MailServer) -> None:
    """The first person, who becomes the administrator."""
    browser = Browser(8000)
    browser.send("/accounts/login/", {"email": MINE})
    browser.send("/accounts/login/code/", {"code": code_in(mail.next_message())})
    person = {"nickname": "둔산 산책", "language": "ko", "age": "on", "terms": "on", "privacy": "on"}
    answer = browser.send("/accounts/signup/", person)
    assert answer.status == 302, answer.text


def main() -> None:
    """In a mount namespace of its own, so that nothing stays mounted."""
    missing = [name for name in TOOLS if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        sys.exit(f"This needs root and {', '.join(TOOLS)}: apt-get install debootstrap strace systemd")
    if "--inside" in sys.argv:
        run("mount", "--make-rprivate", "/")
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        with mail_server(Path(sys.argv[-1])) as mail:
            rehearse(Path(sys.argv[-1]), mail)
        return
    folder = tempfile.mkdtemp(prefix="hanbat-rehearsal-")
    try:
        command = ["unshare", "--mount", sys.executable, "-m", "tests.rehearsal", "--inside", folder]
        sys.exit(subprocess.run(command, check=False).returncode)
    finally:
        run("rm", "-rf", "--one-file-system", folder)


if __name__ == "__main__":
    main()
