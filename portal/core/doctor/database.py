"""The database: reached, new enough, complete, and in time."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from time import monotonic

import psycopg
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Critical, Tags, register
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from portal.core.doctor import Examination, Finding, ok, warning, wrong

# PostgreSQL writes 15.4 as 150004.
OLDEST_POSTGRESQL = 15_00_00
LARGEST_DEVIATION = timedelta(seconds=2)


def database(examination: Examination) -> Iterator[Finding]:
    """Reach, version, encoding and tables."""
    begun = monotonic()
    try:
        # Not through the pool, which tries again for half a minute and then says nothing but that.
        psycopg.connect(**connection.get_connection_params()).close()
    except psycopg.Error as error:
        yield wrong("database", f"cannot be reached ({_first_line(error)}): look at DATABASE_URL, and whether the server runs.")
        return
    took = (monotonic() - begun) * 1000
    if reason := too_old():
        yield wrong("database", reason)
    else:
        yield ok("database", f"PostgreSQL {_version()}, reached in {took:.0f} ms")
    encoding = _shown("server_encoding")
    if encoding == "UTF8":
        yield ok("encoding", "UTF8")
    else:
        yield wrong("encoding", f"{encoding}: make it anew with createdb --encoding UTF8 --template template0.")
    yield from _migrations()
    if not settings.DATABASE_URL and not settings.DEMO_MODE:
        yield warning("database", "the embedded server is meant for trials: set DATABASE_URL to a server that is backed up.")


def too_old() -> str:
    """Why the server cannot be used; "" for one that can. Raises DatabaseError if it cannot be reached."""
    connection.ensure_connection()
    if connection.connection.info.server_version >= OLDEST_POSTGRESQL:
        return ""
    return f"the server is PostgreSQL {_version()}: the portal needs {OLDEST_POSTGRESQL // 10_000} or newer."


@register(Tags.database)
def server_is_new_enough(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Asked before anything is migrated."""
    reason = too_old() if databases else ""
    return [Critical(f"DATABASE_URL: {reason}", id="core.C001")] if reason else []


def _version() -> str:
    major, minor = divmod(connection.connection.info.server_version, 10_000)
    return f"{major}.{minor}"


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    if missing := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
        yield wrong("migrations", f"{missing} are missing: manage.py migrate, or restart what make run started.")
    else:
        yield ok("migrations", "all of them")


def clock(examination: Examination) -> Iterator[Finding]:
    """Whether this machine and the database's know the same time; registrations open to the second."""
    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    deviation = abs(theirs - (before + (timezone.now() - before) / 2))
    seconds = f"{deviation.total_seconds():.1f} s"
    if deviation > LARGEST_DEVIATION:
        yield warning("clock", f"{seconds} apart from the database's: let both follow a time server (timedatectl set-ntp true).")
    else:
        yield ok("clock", f"{seconds} apart from the database's")


def _shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
