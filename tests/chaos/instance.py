"""A portal of its own, as `make run` starts it: own port, own embedded database, own small disk, own mail server, own clock."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Thread
from unittest.mock import patch

from tests.chaos.mail_server import MailServer
from tests.running_portal import Run, free_port

MEGABYTES_OF_THE_DISK = 900
SECONDS_OF_THE_PAUSES = 15
CLOCK_SOURCE = Path(__file__).with_name("clock.c")


class Instance:
    """Started on entering, gone on leaving."""

    def __init__(self, *, has_small_disk: bool) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="hanbat-chaos-"))
        self.base.chmod(0o711)
        self.disk = self._small_disk() if has_small_disk else None
        self.data_dir = (self.disk or self.base) / "data"
        self.clock, self.clock_library = self.base / "clock", self._own_clock()
        self.mail = MailServer(free_port())
        self.run: Run

    def __enter__(self) -> "Instance":
        self.set_clock(0)
        port = free_port()
        os.environ.update(
            READ_ENV_FILE="false",
            SECRET_KEY=token_hex(),
            IDENTITY_KEY=token_hex(),
            SITE_URL=f"http://127.0.0.1:{port}",
            SMTP_URL=f"smtp://127.0.0.1:{self.mail.server_address[1]}",
            PORTAL_DATA_DIR=str(self.data_dir),
            DJANGO_SETTINGS_MODULE="portal.settings",
        )
        for name in ("DATABASE_URL", "DEMO_MODE"):
            os.environ.pop(name, None)
        clock = {"LD_PRELOAD": str(self.clock_library), "CHAOS_CLOCK": str(self.clock)} if self.clock_library else {}
        with patch.dict(os.environ, clock):
            self.run = Run(self.data_dir, port)
        try:
            self.run.wait_until_ready()
        except AssertionError:
            self._clean_up()
            raise
        # What it says is kept nowhere, but has to be read: nobody can write into a pipe that is full.
        Thread(target=self.run.process.stdout.read, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.run.stop()
        self._clean_up()

    def _clean_up(self) -> None:
        self.mail.shutdown()
        if self.disk:
            subprocess.run(["umount", "--lazy", self.disk], check=False)
        shutil.rmtree(self.base, ignore_errors=True)

    def _small_disk(self) -> Path | None:
        """A file system in a file; None where nobody may mount one."""
        file, place = self.base / "disk", self.base / "mounted"
        place.mkdir()
        with file.open("wb") as disk:
            os.posix_fallocate(disk.fileno(), 0, MEGABYTES_OF_THE_DISK << 20)  # it stalls where it has to grow
        made = subprocess.run(["mkfs.ext4", "-q", "-m", "0", file], capture_output=True, check=False)
        mounted = made.returncode == 0 and subprocess.run(["mount", "-o", "loop", file, place], capture_output=True, check=False)
        if not mounted or mounted.returncode:
            return None
        place.chmod(0o711)
        return place

    def _own_clock(self) -> Path | None:
        """A library that tells the time to whoever loads it first; None where nothing compiles."""
        library = self.base / "clock.so"
        command = ["cc", "-shared", "-fPIC", "-O1", "-o", library, CLOCK_SOURCE]
        made = shutil.which("cc") and subprocess.run(command, capture_output=True, check=False)
        return library if made and made.returncode == 0 else None

    def set_clock(self, seconds: int) -> None:
        """How far the clock of web server and worker is ahead; the database keeps its own."""
        with self.clock.open("r+b" if self.clock.exists() else "w+b") as clock:
            clock.write(seconds.to_bytes(8, sys.byteorder, signed=True))

    # --- its processes ---------------------------------------------------------------------------

    def web(self) -> int:
        """The web server's first process."""
        return self._child("granian")

    def web_workers(self) -> list[int]:
        """Those that answer pages."""
        return _children(self.web())

    def worker(self) -> int:
        """The one that does the jobs."""
        return self._child("procrastinate")

    def database(self) -> int:
        """PostgreSQL's first process."""
        return int((self.data_dir / "postgresql" / "postmaster.pid").read_text().split("\n")[0])

    def signal_database(self, number: int) -> None:
        """To all processes of PostgreSQL."""
        first = self.database()
        for pid in [first, *_children(first)]:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def _child(self, name: str) -> int:
        found = [pid for pid in _children(self.run.process.pid) if name in Path(f"/proc/{pid}/cmdline").read_text()]
        return found[0]

    def are_all_up(self) -> bool:
        """Whether web server with all its workers, and worker, run; those that died with another one may be in a pause."""
        until = time.monotonic() + SECONDS_OF_THE_PAUSES
        while not (is_up := self._are_all_up()) and time.monotonic() < until:
            time.sleep(0.2)
        return is_up

    def _are_all_up(self) -> bool:
        try:
            return len(self.web_workers()) >= 2 and self.worker() > 0
        except (IndexError, OSError):
            return False

    def restart_database(self) -> None:
        """As an upgrade of its package does."""
        os.kill(self.database(), signal.SIGINT)  # PostgreSQL's "fast" shutdown; `make run` starts it again
        time.sleep(0.1)

    def fill_disk(self) -> None:
        """To the last byte."""
        with suppress(OSError), (self.disk / "filler").open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, shutil.disk_usage(self.disk).free)
        with suppress(OSError), (self.disk / "rest").open("wb", buffering=0) as rest:
            while rest.write(b"\0" * 4096):
                pass

    def empty_disk(self) -> None:
        """As before."""
        for name in ("filler", "rest"):
            (self.disk / name).unlink(missing_ok=True)


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]
