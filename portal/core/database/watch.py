"""Pages never wait for a database that does not answer: they say so within two seconds, and serve again as soon as it is back.

A server that is gone refuses connections, but one that is frozen, or whose machine vanished, takes them and keeps silent. No time
limit of PostgreSQL helps then, since it would be the server that had to look at the clock. So every web process asks its database
four times a second. When no answer comes, whoever waits for one is cut off, and new requests are turned away without asking.
"""

import logging
import os
import socket
import time
from contextlib import suppress
from threading import Lock, Thread
from typing import Any, TypeVar
from weakref import WeakSet

import psycopg
from django.conf import settings
from django.db import connections
from psycopg.abc import PQGen

from portal.core.database.limits import server_side

logger = logging.getLogger(__name__)
PAUSE = 0.25
# With the pause and the pool's own time limit, nobody waits for longer than two seconds.
ANSWERS_WITHIN = 1.0
SECONDS_FOR_A_CONNECTION = 1.2
Row = TypeVar("Row")


class Watched(psycopg.Connection[Any]):
    """A connection that can be cut off from outside, while somebody waits for its answer."""

    _open: WeakSet["Watched"] = WeakSet()
    _lock = Lock()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        with self._lock:
            self._open.add(self)

    @classmethod
    def cut_off_all(cls) -> None:
        """End the wait of everybody: they get an OperationalError."""
        with cls._lock:
            still_open = list(cls._open)
        for each in still_open:
            with suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(each.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)


class Question(psycopg.Connection[Any]):
    """The watch's own connection, which does not wait for long."""

    def wait(self, gen: PQGen[Row], interval: float = 0.1, timeout: float | None = None) -> Row:
        """Raise an OperationalError if no answer comes in time."""
        return super().wait(gen, interval, ANSWERS_WITHIN)


class DatabaseWatch(Thread):
    """Asks again and again, and knows whether the last question was answered."""

    def __init__(self) -> None:
        super().__init__(name="database-watch", daemon=True)
        self.is_away = False
        self.connection: Question | None = None

    def run(self) -> None:
        """Ask for as long as the process lives."""
        while True:
            is_away = not self._answers()
            if is_away and not self.is_away:
                self.is_away = True
                self._send_everybody_away()
            elif self.is_away and not is_away:
                logger.warning("The database answers again.")
            self.is_away = is_away
            time.sleep(PAUSE)

    def _answers(self) -> bool:
        """A connection that was ended may be opened once more; one that keeps silent is an answer too."""
        for _try in range(2 if self.connection else 1):
            asked_at = time.monotonic()
            try:
                self.connection = self.connection or Question.connect(**_parameters())
                self.connection.execute("SELECT 1")
            except psycopg.Error:
                if self.connection:
                    self.connection.close()
                self.connection = None
                if time.monotonic() - asked_at >= ANSWERS_WITHIN:
                    return False
            else:
                return True
        return False

    @staticmethod
    def _send_everybody_away() -> None:
        logger.error("The database does not answer; pages say so until it does.")
        database: Any = connections["default"]  # its types know of no pool
        if pool := database.pool:
            # Its attempts to connect again would come ever more rarely; the next page that is served opens a new one.
            pool.close(timeout=0)
            database.close_pool()
        Watched.cut_off_all()


_watch: DatabaseWatch | None = None


def serve_pages() -> None:
    """Make this process one that serves pages: short limits, connections that can be cut off, and a watch."""
    global _watch  # noqa: PLW0603 (one for each process)
    options = connections.settings["default"]["OPTIONS"]
    limits = {"statement": settings.DATABASE_PAGE_SECONDS, "lock": settings.DATABASE_LOCK_SECONDS}
    options["options"] = server_side(options["options"], **limits)
    options["pool"] = {**options["pool"], "timeout": SECONDS_FOR_A_CONNECTION, "connection_class": Watched}
    _watch = DatabaseWatch()
    _watch.start()


def is_away() -> bool:
    """Whether the database has not answered when it was asked last; False where nobody watches."""
    return _watch is not None and _watch.is_away


def _parameters() -> dict[str, Any]:
    parameters = connections["default"].get_connection_params()
    unwanted = ("cursor_factory", "context", "prepare_threshold", "client_encoding")
    return {name: value for name, value in parameters.items() if name not in unwanted} | {"autocommit": True}
