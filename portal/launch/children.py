"""What runs under `make run`: the web server, one worker, and the embedded database. Each comes back by itself when it dies.

The web server and the worker die with their parent, however it dies.
"""

import shlex
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from django.conf import settings

from portal.core.configuration.environment import EVERY_ADDRESS, site_address
from portal.core.embedded_database import EmbeddedDatabase
from portal.launch.keeping_up import Child, KeptDatabase, KeptUp

SECONDS_TO_BE_READY = 60
SECONDS_TO_STOP = 10
# How often is looked whether all are alive.
GLANCE = 0.2


class ChildDied(RuntimeError):
    """A process ended that never got going. The text names it and its last words."""


class Children:
    """Starts both processes on entering and stops them on leaving."""

    def __init__(self, *, host: str, port: int, is_dev: bool) -> None:
        self.host, self.port = host, port
        commands = {"web": web_command(host, port, is_dev=is_dev), "worker": worker_command(is_dev=is_dev)}
        self.children = [
            Child(name, command, directory=settings.BASE_DIR, log=None if is_dev else _log(name))
            for name, command in commands.items()
        ]

    def __enter__(self) -> "Children":
        """Start the web server and the worker."""
        for child in self.children:
            child.start()
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        """Stop both, gently first."""
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop(SECONDS_TO_STOP)

    def wait_until_ready(self) -> None:
        """Return once `/readyz` says yes. Raises ChildDied if a process ends before, or after a minute."""
        address = site_address("127.0.0.1" if self.host in EVERY_ADDRESS else self.host, self.port) + "/readyz"
        deadline = time.monotonic() + SECONDS_TO_BE_READY
        while time.monotonic() < deadline:
            for child in self.children:
                if not child.is_alive():
                    raise ChildDied(f"the {child.name} process ended: {child.last_words()}")
            if _answers_yes(address):
                return
            time.sleep(0.1)
        raise ChildDied(f"the portal did not get ready within a minute (see {_log('web')})")

    def go_on(self, database: EmbeddedDatabase | None) -> None:
        """Keep all of it up until somebody stops it; the database first, since the others need it."""
        kept: list[KeptUp] = [*([KeptDatabase(database)] if database else []), *self.children]
        while True:
            for each in kept:
                each.keep_up()
            time.sleep(GLANCE)


def _log(name: str) -> Path:
    return settings.DATA_DIR / "log" / f"{name}.log"


def web_command(host: str, port: int, *, is_dev: bool) -> list[str]:
    """The web server; its own workers come back by themselves too."""
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--host", host, "--port", str(port), "--no-ws"]
    command += ["--workers", str(settings.WEB_WORKERS), "--http1-header-read-timeout", "10000"]
    command += ["--reload", "--reload-paths", "portal", "--reload-paths", "templates"] if is_dev else ["--respawn-failed-workers"]
    return [*command, "portal.rsgi:application"]


def worker_command(*, is_dev: bool) -> list[str]:
    """The worker that does the background jobs."""
    worker = [sys.executable, "manage.py", "procrastinate", "worker"]
    if not is_dev:
        return worker
    watch = [sys.executable, "-m", "watchfiles", "--verbosity", "warning", "--target-type", "command"]
    return [*watch, shlex.join(worker), "portal", "templates"]


def _answers_yes(address: str) -> bool:
    """Asked by the name of the site, which is answered for certain; the address itself need not be."""
    request = urllib.request.Request(address, headers={"Host": urlsplit(settings.SITE_URL).netloc})  # noqa: S310 (our own http address)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            return response.status == 200  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False
