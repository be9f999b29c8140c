"""Makes a race certain where a lock is missing: its threads meet before they first write, when all have read what they need.

Only `make mutants` asks for it, by `RACERS_MEET`, for the tests of a guard with the guard and without it. Where the guard
stands, the threads wait for each other as ever, and the meeting is over when all who are missing wait for one who has come.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from threading import Lock, Thread, current_thread
from threading import enumerate as running
from time import monotonic, sleep
from unittest.mock import patch

import psycopg
from django.apps import apps
from django.db.backends.utils import CursorWrapper

from portal.core import rate_limits

RACER = "racer"
# For so long at most a thread waits for those who never come.
SECONDS_TO_MEET = 20
# Of more threads than there are connections some begin only when others end: they are not waited for once nobody begins any more.
CONNECTIONS, SECONDS_TO_BEGIN = 15, 2
BETWEEN_LOOKS = 0.03
WRITES = ("INSERT", "UPDATE", "DELETE")
WAITING = "SELECT count(*) FROM unnest(%s::int[]) AS process WHERE cardinality(pg_blocking_pids(process)) > 0"
# Counting somebody's clicks holds a row of its own, which would put the races of one person into a row.
COUNTS_NOTHING = "SELECT 1 WHERE (%s, %s) IS NOT NULL"
EXECUTE = CursorWrapper.execute


def racing() -> list[Thread]:
    """The threads of a race that have not ended."""
    return [thread for thread in running() if thread.name.startswith(RACER)]


class Meeting:
    """Where the threads of a race wait for each other: until all have come, have ended, or wait for one who has come.

    They go on one after the other, in the order of the calls or `backwards`, each when the one before has ended or waits.
    `before` names the model before whose first writing they meet; without it they meet before whatever each writes first.
    """

    def __init__(self, *, before: str = "", backwards: bool = False) -> None:
        self.table = f'"{_model(before)._meta.db_table}"' if before else ""
        self.backwards = backwards
        self.come: set[Thread] = set()
        self.processes: dict[Thread, int] = {}
        self.last_began = monotonic()
        self.is_over = False
        self._one_looks = Lock()

    def meet_before(self, statement: object, cursor: CursorWrapper) -> None:
        """Meet, if this thread takes part and this is the first statement to meet before. Who is late passes."""
        thread = current_thread()
        if self.is_over or not thread.name.startswith(RACER):
            return
        self._begin(cursor.db.connection.info.backend_pid)
        if thread not in self.come and str(statement).lstrip().startswith(WRITES) and self.table in str(statement):
            self._wait(cursor.db.connection)

    def _begin(self, process: int) -> None:
        if current_thread() not in self.processes:
            self.last_began = monotonic()
        self.processes[current_thread()] = process

    def _wait(self, database: psycopg.Connection) -> None:
        """Come, and stay until nobody else is on the way and whoever is before this thread has ended or waits."""
        thread = current_thread()
        self.come.add(thread)
        until = monotonic() + SECONDS_TO_MEET
        with self._one_looks:
            while not self.is_over and self._is_anybody_coming(database) and monotonic() < until:
                sleep(BETWEEN_LOOKS)
            self.is_over = True
        order = sorted(self.come & set(racing()), key=attrgetter("name"), reverse=self.backwards)
        for each in order[: order.index(thread)]:
            while each.is_alive() and not _waiting(database, [self.processes[each]]) and monotonic() < until + SECONDS_TO_MEET:
                each.join(BETWEEN_LOOKS)

    def _is_anybody_coming(self, database: psycopg.Connection) -> bool:
        others = set(racing()) - self.come
        processes = [self.processes[each] for each in others if each in self.processes]
        if len(processes) < len(others) and not self._are_all_connections_taken():
            return True
        return bool(processes) and _waiting(database, processes) < len(processes)

    def _are_all_connections_taken(self) -> bool:
        return len(racing()) > CONNECTIONS and monotonic() > self.last_began + SECONDS_TO_BEGIN


@contextmanager
def meeting() -> Iterator[None]:
    """For the length of a race its threads meet, if `RACERS_MEET` says so and how."""
    how = os.environ.get("RACERS_MEET")
    if not how:
        yield
        return
    race = Meeting(**json.loads(how))

    def execute(cursor: CursorWrapper, statement: str, *values: object) -> object:
        race.meet_before(statement, cursor)
        return EXECUTE(cursor, statement, *values)

    with patch.object(rate_limits, "COUNT_ONE", COUNTS_NOTHING), patch.object(CursorWrapper, "execute", execute):
        yield


def _waiting(database: psycopg.Connection, processes: list[int]) -> int:
    """How many of these processes wait for a lock that another one holds."""
    return database.execute(WAITING, [processes]).fetchone()[0]


def _model(name: str) -> type:
    (found,) = [model for model in apps.get_models() if model.__name__ == name]
    return found
