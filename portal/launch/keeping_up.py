"""What should go on under `make run` is started again whenever it ends, after a pause that grows while it keeps ending."""

import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from io import TextIOWrapper
from logging import LogRecord, makeLogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from threading import Thread
from typing import TextIO

from portal.core.embedded_database import DatabaseWillNotStart, EmbeddedDatabase

LONGEST_PAUSE = 30
# Whoever lived that long and dies is started again at once.
SECONDS_OF_A_GOOD_LIFE = 60
# The workers of a web server that was killed answer until the new ones do.
SECONDS_TO_TAKE_OVER = 30
LARGEST_LOG = 10 * 1024 * 1024
OLDER_LOGS = 5


class KeptUp(ABC):
    """Something that is started again when it has ended: at once, then after 1, 2, 4 … and at most 30 seconds."""

    name: str
    longest_pause = LONGEST_PAUSE
    deaths = 0
    started_at = 0.0
    start_again_at: float | None = None

    @abstractmethod
    def is_alive(self) -> bool:
        """Whether it still runs."""

    @abstractmethod
    def start(self) -> None:
        """Start it. Raises OSError or DatabaseWillNotStart."""

    def keep_up(self) -> None:
        """Start it again if it has ended and the pause is over. Called several times a second."""
        now = time.monotonic()
        if self.is_alive():
            return
        if self.start_again_at is None:
            self.deaths = 0 if now - self.started_at > SECONDS_OF_A_GOOD_LIFE else self.deaths
            pause = min(2 ** (self.deaths - 1), self.longest_pause) if self.deaths else 0
            self.deaths += 1
            self.start_again_at = now + pause
            _tell(f"the {self.name} ended; it is started again {f'in {pause} s' if pause else 'at once'}.")
        if now >= self.start_again_at:
            self._start_again()

    def _start_again(self) -> None:
        self.started_at, self.start_again_at = time.monotonic(), None
        try:
            self.start()
        except (OSError, DatabaseWillNotStart) as error:
            _tell(str(error))


class KeptDatabase(KeptUp):
    """The embedded server, nobody's child. While the disk is full it cannot live; it is to be there as soon as there is room."""

    name = "database"
    longest_pause = 2

    def __init__(self, database: EmbeddedDatabase) -> None:
        self.database = database

    def is_alive(self) -> bool:
        """Whether its process is there; a frozen one counts."""
        return self.database.is_alive()

    def start(self) -> None:
        """Start it as on the first day."""
        self.database.start()


class Child(KeptUp):
    """One process of the portal and what it says, which goes to a log file; without one to the terminal."""

    def __init__(self, name: str, command: list[str], *, directory: Path, log: Path | None) -> None:
        self.name, self.command, self.directory = name, command, directory
        self.log = LogFile(log) if log else None
        self.process: subprocess.Popen[str] | None = None
        self.listener: Thread | None = None
        self.left_behind: int | None = None
        self.left_until = 0.0

    def is_alive(self) -> bool:
        """Whether its first process runs; what that one started goes with it."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it in a group of its own. What an earlier life left behind, such as workers that still serve, goes later."""
        self._end_what_was_left()
        if self.process:
            self.left_behind, self.left_until = self.process.pid, time.monotonic() + SECONDS_TO_TAKE_OVER
        self.process = subprocess.Popen(
            self.command,
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if self.log else None,
            stderr=subprocess.STDOUT if self.log else None,
            encoding="utf-8",
            errors="backslashreplace",
            # Ctrl-C reaches only the parent, which then stops its children in order.
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 (it makes one system call and takes no lock)
        )
        self.started_at = time.monotonic()
        if self.log and self.process.stdout:
            self.listener = Thread(target=self.log.take_down, args=[self.process.stdout], daemon=True)
            self.listener.start()

    def keep_up(self) -> None:
        """As everything, and see to it that no earlier life goes on for long."""
        super().keep_up()
        if time.monotonic() > self.left_until:
            self._end_what_was_left()

    def last_words(self) -> str:
        """The last line of a process that has ended, and where the lines before it are."""
        if not self.log:
            return "see above"
        if self.listener:
            self.listener.join(1)
        return f"{self.log.last_line or 'without a word'} (see {self.log.baseFilename})"

    def stop(self, seconds: float) -> None:
        """Wait so long for an end that was asked for, then make one."""
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
            self.kill()

    def ask_to_stop(self) -> None:
        """Ask it to come to an end."""
        if self.process:
            self.process.terminate()

    def kill(self) -> None:
        """End it and all that it started."""
        self._end_what_was_left()
        if self.process:
            _kill_group(self.process.pid)
            self.process.wait()

    def _end_what_was_left(self) -> None:
        if self.left_behind:
            _kill_group(self.left_behind)
        self.left_behind = None


def _kill_group(number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)


class LogFile(RotatingFileHandler):
    """Lines are added at its end; it is put aside when it is large. Only its owner and their group may read it."""

    last_line = ""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, maxBytes=LARGEST_LOG, backupCount=OLDER_LOGS, encoding="utf-8", errors="backslashreplace")

    def take_down(self, lines: TextIO) -> None:
        """Write down all that a process says, until it ends."""
        with lines:
            for line in lines:
                self.last_line = line.strip() or self.last_line
                self.handle(makeLogRecord({"msg": line.rstrip("\n")}))

    def handleError(self, record: LogRecord) -> None:  # noqa: N802 (logging's name)
        """A line that finds no room on the disk is lost; whoever said it goes on."""

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        os.fchmod(stream.fileno(), 0o640)
        return stream


def _tell(line: str) -> None:
    print(f"Hanbat Madang: {line}", file=sys.stderr, flush=True)  # noqa: T201


if sys.platform == "linux":
    import ctypes

    # prctl(2): the kernel sends this signal to a child whose parent has died.
    PR_SET_PDEATHSIG = 1
    # Loaded before anything is forked, where nothing may be imported any more.
    SYSTEM = ctypes.CDLL(None)

    def _die_with_parent() -> None:
        SYSTEM.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            os.kill(os.getpid(), signal.SIGTERM)
else:

    def _die_with_parent() -> None:
        """Other systems cannot say it."""
