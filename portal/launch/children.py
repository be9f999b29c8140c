"""The processes under `make run`: the web server and one worker. They die with their parent, however it dies."""

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

from portal.core.configuration.environment import EVERY_ADDRESS, site_address

SECONDS_TO_BE_READY = 60
SECONDS_TO_STOP = 10
# prctl(2): the kernel sends this signal to a child whose parent has died.
PR_SET_PDEATHSIG = 1


class ChildDied(RuntimeError):
    """A process ended that should go on. The text names it and its last words."""


class Children:
    """Starts both processes on entering and stops them on leaving."""

    def __init__(self, *, host: str, port: int, is_dev: bool) -> None:
        self.host, self.port, self.is_dev = host, port, is_dev
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Children":
        """Start the web server and the worker."""
        self._start("web", _web_command(self.host, self.port, is_dev=self.is_dev))
        self._start("worker", _worker_command(is_dev=self.is_dev))
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        """Stop both, gently first."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def wait_until_ready(self) -> None:
        """Return once `/readyz` says yes. Raises ChildDied if a process ends before, or after a minute."""
        address = site_address("127.0.0.1" if self.host in EVERY_ADDRESS else self.host, self.port) + "/readyz"
        deadline = time.monotonic() + SECONDS_TO_BE_READY
        while time.monotonic() < deadline:
            self._check_alive()
            if _answers_yes(address):
                return
            time.sleep(0.1)
        raise ChildDied(f"the portal did not get ready within a minute (see {self._log('web')})")

    def wait(self) -> None:
        """Wait until a process ends by itself. Raises ChildDied then."""
        while True:
            self._check_alive()
            time.sleep(0.5)

    def _check_alive(self) -> None:
        for name, process in self.processes.items():
            if process.poll() is not None:
                lines = self._log(name).read_text(errors="replace").strip().splitlines() if self._log(name).exists() else []
                raise ChildDied(f"the {name} process ended: {lines[-1] if lines else 'without a word'} (see {self._log(name)})")

    def _start(self, name: str, command: list[str]) -> None:
        output = None if self.is_dev else self._open_log(name)
        self.processes[name] = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Ctrl-C reaches only the parent, which then stops its children in order.
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 (no thread runs yet)
        )

    def _open_log(self, name: str) -> BinaryIO:
        self._log(name).parent.mkdir(parents=True, exist_ok=True)
        return self._log(name).open("wb")

    @staticmethod
    def _log(name: str) -> Path:
        return settings.DATA_DIR / "log" / f"{name}.log"


def _web_command(host: str, port: int, *, is_dev: bool) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    command += ["--workers", str(settings.WEB_WORKERS), "--blocking-threads", str(settings.WEB_THREADS)]
    command += ["--reload", "--reload-paths", "portal", "--reload-paths", "templates"] if is_dev else ["--respawn-failed-workers"]
    return [*command, "portal.wsgi:application"]


def _worker_command(*, is_dev: bool) -> list[str]:
    worker = [sys.executable, "manage.py", "procrastinate", "worker"]
    if not is_dev:
        return worker
    watch = [sys.executable, "-m", "watchfiles", "--verbosity", "warning", "--target-type", "command"]
    return [*watch, shlex.join(worker), "portal", "templates"]


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            os.kill(os.getpid(), signal.SIGTERM)


def _answers_yes(address: str) -> bool:
    """Asked by the name of the site, which is answered for certain; the address itself need not be."""
    request = urllib.request.Request(address, headers={"Host": urlsplit(settings.SITE_URL).netloc})  # noqa: S310 (our own http address)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            return response.status == 200  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False
