"""Takes a lock or a constraint away, for the twin of a race test: the very same test must then fail.

So that this does not depend on luck, every thread of the race waits a moment before it first writes, when the others have read too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from threading import current_thread, local, main_thread
from time import sleep

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet

from portal.core import rate_limits
from portal.discussion.models import Comment
from portal.discussion.services import locking

# Long enough for some threads to read what they need, on a busy machine too.
SECONDS_TO_READ = 0.4
WRITES = ("INSERT", "UPDATE", "DELETE")
# Counting somebody's clicks holds a row of its own, which would put the races of one person into a row.
COUNTS_NOTHING = "SELECT 1 WHERE (%s, %s) IS NOT NULL"


@pytest.fixture
def without_lock_on(monkeypatch) -> Iterator[Callable[..., None]]:
    """Called with models, their rows are read without a lock; without any, the test takes a lock of another kind away.

    `before` is the model before whose first writing each thread waits, instead of before whatever it writes first.
    """
    lock, execute, mine, racers, tables = QuerySet.select_for_update, CursorWrapper.execute, local(), [], [""]

    def execute_late(cursor: CursorWrapper, statement: str, *values: object) -> object:
        is_first = current_thread() is not main_thread() and not hasattr(mine, "writes")
        if is_first and str(statement).lstrip().startswith(WRITES) and tables[-1] in str(statement):
            mine.writes = True
            racers.append(current_thread())
            sleep(SECONDS_TO_READ)
        return execute(cursor, statement, *values)

    def take_away(*models: type[Model], before: type[Model] | None = None) -> None:
        tables.append(f'"{before._meta.db_table}"' if before else "")

        def read(rows: QuerySet, **options: object) -> QuerySet:
            return rows.all() if rows.model in models else lock(rows, **options)

        monkeypatch.setattr(QuerySet, "select_for_update", read)
        monkeypatch.setattr(CursorWrapper, "execute", execute_late)
        monkeypatch.setattr(rate_limits, "COUNT_ONE", COUNTS_NOTHING)

    yield take_away
    assert len(racers) > 1, "Only one thread wrote, so nothing raced."


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
