"""The database of a test run: made from a template that migrates once, given back as it began after each test that commits.

Each process of each run has a database of its own. While it lives it holds a lock under the database's name, so that the next run
knows which databases were left behind by runs that were killed. `DATABASE_URL` has to name a superuser, as the embedded
server's is.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection, transaction

ROOT = Path(__file__).resolve().parent.parent
# What decides which tables there are, and which rows Django itself writes into them.
MADE_OF = ("portal/*/migrations/*.py", "portal/*/models.py", "portal/*/models/*.py", "requirements.txt")
TEMPLATE = "template_of_tests_"
# The migrations let tables be emptied where the name begins with "test_".
OWN = f"test_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
LEFT_BEHIND = r"SELECT datname FROM pg_database WHERE datname ~ '^test_\d+_(alone|gw\d+)$'"
ANY_ROW, EVERY_ROW_GOES = "SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")", 'DELETE FROM "{table}"'
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"

Rows = dict[str, list[bytes]]


class TestDatabase:
    """The database of this process, and the rows that every test may count on."""

    __test__ = False

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            self.tables = [table for (table,) in cursor.fetchall()]
            self.first_rows: Rows = {table: _rows(cursor, table) for table in self._filled(cursor)}

    def restore(self) -> None:
        """Take away what a test committed, whatever the tables' triggers say to it, and bring back the rows it took away."""
        with transaction.atomic(), connection.cursor() as cursor:
            filled = self._filled(cursor)
            changed = {table: rows for table, rows in self.first_rows.items() if _rows(cursor, table) != rows}
            # Keys and triggers are silent meanwhile; deleting some rows takes a hundredth of the time of emptying all tables.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in (filled - set(self.first_rows)) | set(changed):
                cursor.execute(EVERY_ROW_GOES.format(table=table))
            for table, rows in changed.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(b"".join(rows))

    def _filled(self, cursor) -> set[str]:
        cursor.execute(" UNION ALL ".join(ANY_ROW.format(table=table) for table in self.tables))
        return {table for (table,) in cursor.fetchall()}


def _rows(cursor, table: str) -> list[bytes]:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return sorted(b"".join(copy).splitlines(keepends=True))


@contextmanager
def database_of_this_process() -> Iterator[TestDatabase]:
    """Make it, have Django use it, and drop it afterwards."""
    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}, autocommit=True) as server:
        _drop_what_was_left_behind(server)
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [OWN])
        with _one_after_the_other(server):
            server.execute(f"CREATE DATABASE {OWN} TEMPLATE {_template(server)}")
        try:
            with _used(OWN):
                call_command("load_roles", verbosity=0)
                yield TestDatabase()
        finally:
            server.execute(f"DROP DATABASE {OWN} WITH (FORCE)")


def _drop_what_was_left_behind(server: psycopg.Connection) -> None:
    for (name,) in server.execute(LEFT_BEHIND).fetchall():
        if server.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name]).fetchone() == (True,):
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


@contextmanager
def _one_after_the_other(server: psycopg.Connection) -> Iterator[None]:
    server.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
    yield
    server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [TEMPLATE])


def _template(server: psycopg.Connection) -> str:
    """The name of the migrated database for today's migrations; it is made where it is missing, in place of older ones."""
    name = TEMPLATE + _fingerprint()
    found = {each for (each,) in server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [TEMPLATE])}
    if name in found:
        return name
    for older in found:
        server.execute(f"DROP DATABASE {older} WITH (FORCE)")
    server.execute(f"CREATE DATABASE {OWN} TEMPLATE template0 ENCODING 'UTF8'")
    with _used(OWN):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    server.execute(f"ALTER DATABASE {OWN} RENAME TO {name}")
    return name


def _fingerprint() -> str:
    made_of = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        made_of.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return made_of.hexdigest()[:16]


@contextmanager
def _used(name: str) -> Iterator[None]:
    """Django's connections lead to this database."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = before
