"""`make proxies` tries nginx and Caddy, `make proxies ARGS=caddy` one of them, and has systemd read the documented unit."""

import argparse
import logging
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.documented import documented
from tests.proxies.checks import CHECKS
from tests.proxies.configurations import PROXIES, Place
from tests.real_portal import HOST, MailServer, RealRun, checkout, mail_server, write_env_file
from tests.running_portal import free_port

UNIT = "/etc/systemd/system/hanbat-madang.service"


def say(line: str) -> None:
    """One line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def program(name: str) -> str:
    """Where it is; ends with a word of advice where it is missing."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
    return found or sys.exit(f"{name} is missing: sudo apt-get install {name}")


@contextmanager
def started(command: list[str], place: Place) -> Iterator[None]:
    """Run the proxy for the length of the block."""
    environment = {**os.environ, "XDG_DATA_HOME": str(place.folder), "XDG_CONFIG_HOME": str(place.folder)}
    with (place.folder / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", place.https)):
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def tried(name: str, place: Place, mail: MailServer) -> bool:
    """Print a line for each check; whether all hold."""
    held = True
    with started([program(name), *PROXIES[name](place)[1:]], place):
        for check in CHECKS:
            try:
                line = f"ok      {check.__name__.replace('_', ' ')}: {check(place, mail)}"
            except (AssertionError, OSError) as problem:
                held, line = False, f"wrong   {check.__name__.replace('_', ' ')}: {problem}"
            say(f"{name:<6} {line}")
    if not held:
        say((place.folder / "proxy.log").read_text(errors="replace")[-3000:])
    return held


def unit_is_right(folder: Path) -> bool:
    """Ask systemd whether it understands the documented unit."""
    systemd = shutil.which("systemd-analyze")
    if not systemd:
        say("unit   systemd-analyze is missing: only its keys are known to be right (tests/launch/test_documented_files.py)")
        return True
    unit = folder / Path(UNIT).name
    unit.write_text(documented(UNIT))
    asked = subprocess.run([systemd, "verify", str(unit)], capture_output=True, text=True, check=False)
    about_it = [line for line in asked.stderr.splitlines() if unit.name in line]
    say("\n".join([f"unit   {'wrong' if about_it else 'ok   '}   systemd-analyze verify", *about_it]))
    return not about_it


def main() -> None:
    """Exit status 1 if anything does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="|".join(PROXIES), help="all of them unless named")
    names = parser.parse_args().names or list(PROXIES)
    for name in names:
        program(name)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    with checkout() as folder, mail_server(folder) as mail:
        held = unit_is_right(folder)
        https = free_port()
        database_url = os.environ.get("DATABASE_URL", "")
        write_env_file(folder, mail_port=mail.port, site_url=f"https://{HOST}:{https}", database_url=database_url)
        run = RealRun(folder)
        try:
            run.wait_until_ready()
            place = Place(folder, run.port, free_port(), https)
            results = [tried(name, place, mail) for name in names]
        finally:
            run.stop()
    sys.exit(0 if held and all(results) else 1)


if __name__ == "__main__":
    main()
