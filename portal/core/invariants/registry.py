"""The rules that packages declare, and how they are checked.

A rule is a query that finds the rows which break it, in one go for the whole table; where SQL cannot say it, a function.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

# Of a rule that thousands of rows break, a few say what is wrong.
SHOWN = 20
FIRST = "SELECT key::text, stands::text, should::text, count(*) OVER () FROM ({sql}) AS breach (key, stands, should) LIMIT {most}"
SIZE = "SELECT count(*) FROM {table}"


@dataclass(frozen=True)
class Breach:
    """One row that breaks a rule: its table, its key, what stands there and what should."""

    table: str
    key: str
    stands: str
    should: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}: stands {self.stands}, should be {self.should}"


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """One rule about a table's rows, made of rows `beside` it.

    `sql` finds key, what stands and what should of each row that breaks it; `%(now)s` is the moment of the check. `find` is for
    what SQL cannot say. What `needs_worker` is true only as long as a worker writes down what time has ended: a backup that was
    just restored need not keep it.
    """

    name: str
    sentence: str
    table: str
    beside: tuple[str, ...] = ()
    sql: str = ""
    values: Callable[[], dict[str, Any]] = dict
    find: Callable[[datetime], Iterable[Breach]] | None = None
    needs_worker: bool = False


@dataclass(frozen=True)
class BrokenRule:
    """A rule that does not hold, the first rows that break it, and how many there are."""

    rule: Invariant
    breaches: list[Breach]
    count: int


@dataclass
class Report:
    """What `check` found: the rules that were looked at, the rows of their tables, those that are broken."""

    rules: int = 0
    rows: int = 0
    broken: list[BrokenRule] = field(default_factory=list)


_rules: dict[str, Invariant] = {}


def declare(*rules: Invariant) -> None:
    """Make rules known, called in `AppConfig.ready()`. Their names begin with that of the package."""
    _rules.update({rule.name: rule for rule in rules})


def all_rules() -> list[Invariant]:
    """Every declared rule, by name."""
    return sorted(_rules.values(), key=lambda rule: rule.name)


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database, read only, for as long as it takes: what others write meanwhile is not seen."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # It takes as long as it takes, and waits for other programs meanwhile.
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        yield


def check(rules: Iterable[Invariant], *, with_worker: bool = True) -> Report:
    """Whether the rules hold of the rows that the transaction sees; without a worker only those that need none."""
    report, tables = Report(), set()
    for rule in rules:
        if rule.needs_worker and not with_worker:
            continue
        report.rules += 1
        tables |= {rule.table, *rule.beside}
        breaches, count = _found(rule, timezone.now())
        if breaches:
            report.broken.append(BrokenRule(rule, breaches, count))
    report.rows = sum(map(_size, tables))
    return report


def _found(rule: Invariant, now: datetime) -> tuple[list[Breach], int]:
    if rule.find:
        found = iter(rule.find(now))
        first = list(islice(found, SHOWN))
        return first, len(first) + sum(1 for _breach in found)
    with connection.cursor() as cursor:
        cursor.execute(FIRST.format(sql=rule.sql, most=SHOWN), {"now": now, **rule.values()})
        rows = cursor.fetchall()
    return [Breach(rule.table, *row[:3]) for row in rows], rows[0][3] if rows else 0


def _size(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(SIZE.format(table=connection.ops.quote_name(table)))
        return int(cursor.fetchone()[0])
