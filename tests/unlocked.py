"""Takes a lock or a constraint away, for the twin of a race test: the very same test must then fail.

So that this does not depend on luck, the threads of the race meet before they first write, when all have read what they need.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from operator import attrgetter
from threading import Lock, Thread, current_thread, main_thread
from time import monotonic, sleep

import psycopg
import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet

from portal.core import rate_limits
from portal.discussion.models import Comment
from portal.discussion.services import locking
from tests.at_once import racing

# For so long at most a thread waits for those who never come.
SECONDS_TO_MEET = 20
# Of more threads than there are connections some begin only when others end: they are not waited for once nobody begins any more.
CONNECTIONS, SECONDS_TO_BEGIN = 15, 2
BETWEEN_LOOKS = 0.03
WRITES = ("INSERT", "UPDATE", "DELETE")
WAITING = "SELECT count(*) FROM unnest(%s::int[]) AS process WHERE cardinality(pg_blocking_pids(process)) > 0"
# Counting somebody's clicks holds a row of its own, which would put the races of one person into a row.
COUNTS_NOTHING = "SELECT 1 WHERE (%s, %s) IS NOT NULL"


class Meeting:
    """Where the threads of a race wait for each other: until all have come, have ended, or wait for one who has come.

    They go on one after the other, in the order of the calls or `backwards`, each when the one before has ended.
    """

    backwards = False

    def __init__(self) -> None:
        self.come: set[Thread] = set()
        self.processes: dict[Thread, int] = {}
        self.last_began = monotonic()
        self._one_looks = Lock()

    def begin(self, process: int) -> None:
        """This thread has this process of the database from now on."""
        if current_thread() not in self.processes:
            self.last_began = monotonic()
        self.processes[current_thread()] = process

    def wait(self, database: psycopg.Connection) -> None:
        """Come, and stay until nobody else is on the way and whoever is before this thread has ended."""
        thread = current_thread()
        self.come.add(thread)
        until = monotonic() + SECONDS_TO_MEET
        with self._one_looks:
            while self._is_anybody_coming(database) and monotonic() < until:
                sleep(BETWEEN_LOOKS)
        order = sorted(self.come & set(racing()), key=attrgetter("name"), reverse=self.backwards)
        for each in order[: order.index(thread)]:
            each.join(timeout=max(0, until + SECONDS_TO_MEET - monotonic()))

    def _is_anybody_coming(self, database: psycopg.Connection) -> bool:
        others = set(racing()) - self.come
        processes = [self.processes[each] for each in others if each in self.processes]
        if len(processes) < len(others) and not self._are_all_connections_taken():
            return True
        return bool(processes) and database.execute(WAITING, [processes]).fetchone()[0] < len(processes)

    def _are_all_connections_taken(self) -> bool:
        return len(racing()) > CONNECTIONS and monotonic() > self.last_began + SECONDS_TO_BEGIN


@pytest.fixture
def without_lock_on(monkeypatch) -> Iterator[Callable[..., None]]:
    """Called with models, their rows are read without a lock; without any, the test takes a lock of another kind away.

    `before` is the model before whose first writing the threads meet, instead of before whatever each writes first. Those who come
    `backwards` go on in the opposite order of their calls. With `meet` false they do not meet: the test says itself who goes on when.
    """
    lock, execute, meeting, writers, tables = QuerySet.select_for_update, CursorWrapper.execute, Meeting(), set(), []

    def execute_late(cursor: CursorWrapper, statement: str, *values: object) -> object:
        thread = current_thread()
        if thread is not main_thread():
            meeting.begin(cursor.db.connection.info.backend_pid)
            if thread not in writers and str(statement).lstrip().startswith(WRITES) and tables[-1] in str(statement):
                writers.add(thread)
                meeting.wait(cursor.db.connection)
        return execute(cursor, statement, *values)

    def take_away(*models: type[Model], before: type[Model] | None = None, backwards: bool = False, meet: bool = True) -> None:
        tables.append(f'"{before._meta.db_table}"' if before else "")
        meeting.backwards = backwards

        def read(rows: QuerySet, **options: object) -> QuerySet:
            return rows.all() if rows.model in models else lock(rows, **options)

        monkeypatch.setattr(QuerySet, "select_for_update", read)
        monkeypatch.setattr(rate_limits, "COUNT_ONE", COUNTS_NOTHING)
        if not meet:
            monkeypatch.setattr(meeting, "wait", lambda _database: None)
        monkeypatch.setattr(CursorWrapper, "execute", execute_late)

    yield take_away
    assert len(writers) > 1, "Only one thread wrote, so nothing raced."


@pytest.fixture
def in_any_order(monkeypatch) -> None:
    """Half of those who hold a comment and what is above it begin at the root, the others at the end."""
    held, turns = locking._held, cycle([1, -1])

    def held_in_turns(keys: list[int]) -> list[Comment]:
        for key in keys[:: next(turns)]:
            held([key])
            sleep(0.05)
        return held(keys)

    monkeypatch.setattr(locking, "_held", held_in_turns)


@contextmanager
def without_unique(model: type[Model], *columns: str) -> Iterator[None]:
    """For the length of the block nothing in the database keeps these columns unique; the table is emptied afterwards."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
        names = [name for name, each in found.items() if each["unique"] and set(each["columns"]) == set(columns)]
        cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = ANY(%s)", [names])
        constraints = cursor.fetchall()
        assert constraints, "Nothing keeps them unique."
        for name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")
            for name, definition in constraints:
                cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
