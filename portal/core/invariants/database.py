"""What must hold of the database itself: its sequences, its guards, its computed columns, the audit log, and the jobs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from portal.core.audit_log import verify
from portal.core.invariants.registry import Breach, Invariant

SEQUENCES = """
    SELECT owned.relname, attribute.attname, sequence.relname
    FROM pg_class AS sequence
    JOIN pg_depend AS link ON link.objid = sequence.oid AND link.classid = 'pg_class'::regclass AND link.deptype IN ('a', 'i')
    JOIN pg_class AS owned ON owned.oid = link.refobjid
    JOIN pg_attribute AS attribute ON attribute.attrelid = owned.oid AND attribute.attnum = link.refobjsubid
    WHERE sequence.relkind = 'S' AND owned.relnamespace = 'public'::regnamespace ORDER BY 1
"""
NEXT_KEY = "SELECT last_value + is_called::int, (SELECT max({column}) FROM {table}) FROM {sequence}"
COMPUTED = """
    SELECT relation.relname, identifier.attname, attribute.attname, pg_get_expr(formula.adbin, formula.adrelid)
    FROM pg_attribute AS attribute
    JOIN pg_class AS relation ON relation.oid = attribute.attrelid AND relation.relnamespace = 'public'::regnamespace
    JOIN pg_attrdef AS formula ON formula.adrelid = attribute.attrelid AND formula.adnum = attribute.attnum
    JOIN pg_index AS key ON key.indrelid = relation.oid AND key.indisprimary
    JOIN pg_attribute AS identifier ON identifier.attrelid = relation.oid AND identifier.attnum = key.indkey[0]
    WHERE attribute.attgenerated = 's' ORDER BY 1, 3
"""
STALE = "SELECT {key}::text, {column}::text, ({formula})::text FROM {table} WHERE {column} IS DISTINCT FROM ({formula})"
GUARDS = """
    SELECT conname::text, 'not checked', 'valid' FROM pg_constraint
    WHERE NOT convalidated AND connamespace = 'public'::regnamespace
    UNION ALL
    SELECT tgname, 'switched off', 'on' FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgenabled <> 'O' AND relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT indexrelid::regclass::text, 'not usable', 'valid' FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE NOT (indisvalid AND indisready) AND relnamespace = 'public'::regnamespace
"""


def sequences_behind(now: datetime) -> Iterator[Breach]:
    """Sequences that would propose a key which is taken."""
    quote = connection.ops.quote_name
    for table, column, sequence in _rows(SEQUENCES):
        names = {"table": quote(table), "column": quote(column), "sequence": quote(sequence)}
        ((next_key, taken),) = _rows(NEXT_KEY.format(**names))
        if taken is not None and next_key <= taken:
            yield Breach(table, sequence, f"next key {next_key}", f"more than {taken}")


def stale_columns(now: datetime) -> Iterator[Breach]:
    """Computed columns that are not what their formula gives."""
    quote = connection.ops.quote_name
    for table, key, column, formula in _rows(COMPUTED):
        names = {"table": quote(table), "key": quote(key), "column": quote(column)}
        for row, stands, should in _rows(STALE.format(formula=formula, **names)):
            yield Breach(table, row, f"{column} {stands}", should)


def broken_chain(now: datetime) -> Iterator[Breach]:
    """The first entry of the audit log that does not fit, if there is one."""
    verdict = verify()
    if verdict.broken is not None:
        yield Breach("core_auditevent", str(verdict.broken), verdict.why, f"the one after {verdict.head}")


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


INVARIANTS = (
    Invariant(
        name="core.sequences",
        sentence="Every sequence is past the largest key that it gave out.",
        table="django_migrations",
        find=sequences_behind,
    ),
    Invariant(
        name="core.computed_columns",
        sentence="Every column that PostgreSQL computes is what its formula gives.",
        table="django_migrations",
        find=stale_columns,
    ),
    Invariant(
        name="core.guards",
        sentence="Every constraint was checked, every trigger is on, every index can be used.",
        table="django_migrations",
        sql=GUARDS,
    ),
    Invariant(
        name="core.audit_chain",
        sentence="Each entry of the audit log carries the hash of the one before, up to the head.",
        table="core_auditevent",
        find=broken_chain,
    ),
    Invariant(
        name="core.rate_windows",
        sentence="No rate counter counts a window of time that begins more than two hours from now.",
        table="core_ratecounter",
        sql="""
            SELECT id, window_started_at, 'before ' || %(now)s::timestamptz FROM core_ratecounter
            WHERE window_started_at > %(now)s::timestamptz + interval '2 hours'
        """,
    ),
    Invariant(
        name="core.jobs_at_work",
        sentence="Every job that is being done has a worker that showed a sign of life within ten minutes.",
        table="procrastinate_jobs",
        sql="""
            SELECT job.id, job.task_name || ' done by nobody', 'done by a worker' FROM procrastinate_jobs AS job
            LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
            WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - interval '10 minutes')
        """,
        needs_worker=True,
    ),
)
