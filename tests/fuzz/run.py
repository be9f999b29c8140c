"""Fires the shots, each in a transaction that is taken back, and says what must not have happened."""

import logging
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse

from tests.fuzz.shots import Gunner, Shot
from tests.fuzz.world import City
from tests.hostile import again
from tests.own_assets import foreign_in

LONGEST_SECONDS = 5.0  # of the processor
TOLD_EVERY = 1_000
# What a refusal may write: who tried how often, sessions, what failed. It is about the request, and about nothing that was sent.
WRITTEN_BY_REFUSALS = {
    "core_ratecounter",
    "django_session",
    "portal_cache",
    "core_auditevent",
    "core_auditreason",
    "core_auditloghead",
}
WRITES = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE schemaname = 'public'"
FAULTS = "portal.core.web.middleware"


@dataclass
class Report:
    """The figures of a run, and each kind of failure with its first shot."""

    seed: int
    sent: int = 0
    unsendable: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    statuses: Counter = field(default_factory=Counter)
    addresses: set[str] = field(default_factory=set)
    fields: set[tuple[str, str]] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    failures: dict[str, tuple[Shot, int]] = field(default_factory=dict)

    def fail(self, why: str, shot: Shot) -> None:
        """Note it; of many of one kind the first is shown."""
        first, count = self.failures.get(why, (shot, 0))
        self.failures[why] = (first, count + 1)

    def __str__(self) -> str:
        codes = ", ".join(f"{number}: {count:,}" for number, count in sorted(self.statuses.items()))
        failed = sum(count for _shot, count in self.failures.values())
        figures = (
            f"{self.sent:,} requests to {len(self.addresses):,} addresses of {len(self.places)} kinds",
            f"{len(self.fields):,} fields and parameters",
            codes,
            f"{self.seconds:.0f} s, the slowest {self.slowest:.2f} s of the processor",
            f"{failed} failures of {len(self.failures)} kinds",
        )
        lines = [f"seed {self.seed}: {', '.join(figures)}"]
        for why, (shot, count) in self.failures.items():
            lines.append(f"- {count} x {why}\n  make fuzz SEED={self.seed} ONLY={shot.number}   # {shot}")
        return "\n".join(lines)


class Range:
    """Where the shots go off."""

    def __init__(self, city: City, seed: int) -> None:
        self.city, self.gunner, self.report = city, Gunner(city, seed), Report(seed)
        self.raised: list[BaseException] = []
        self.logged: list[str] = []

    def run(self, numbers: Iterable[int], *, tell: Callable[[Report], None]) -> Report:
        """Fire these; what is known so far is told now and then."""
        started = time.monotonic()
        with self._listening():
            for count, number in enumerate(numbers, start=1):
                self._try(self.gunner.shot(number, self._look))
                self.report.seconds = time.monotonic() - started
                if count % TOLD_EVERY == 0:
                    tell(self.report)
        return self.report

    def _try(self, shot: Shot) -> None:
        self.raised.clear()
        self.logged.clear()
        before, used = _writes(), time.process_time()
        try:
            with _taken_back():
                answer = shot.fire(again(self.city.clients[shot.role]))
                body = _text(answer)
                used = time.process_time() - used
        except (ValueError, UnicodeError):  # the client itself cannot send it
            self.report.unsendable += 1
            return
        self._count(shot, answer, used)
        self._judge(shot, answer, body, used)
        if 400 <= answer.status_code < 500:
            self._nothing_was_written(shot, {name for name, count in _writes().items() if count != before.get(name, 0)})

    def _count(self, shot: Shot, answer: HttpResponse, used: float) -> None:
        report = self.report
        report.sent += 1
        report.statuses[answer.status_code] += 1
        report.slowest = max(report.slowest, used)
        report.places.add(shot.place)
        report.addresses.add(shot.address.partition("?")[0])
        report.fields |= {(shot.address.partition("?")[0], name) for name in shot.fields}

    def _judge(self, shot: Shot, answer: HttpResponse, body: str, used: float) -> None:
        for error in self.raised:
            self.report.fail(_where(error), shot)
        for words in self.logged:
            self.report.fail(f"caught by the last net only: {words}", shot)
        if answer.status_code >= 500 and not self.raised:
            self.report.fail(f"{answer.status_code} at {shot.place}", shot)
        if "Traceback (most recent call last)" in body:
            self.report.fail(f"a traceback at {shot.place}", shot)
        if used > LONGEST_SECONDS:
            self.report.fail(f"more than {LONGEST_SECONDS:.0f} s at {shot.place}", shot)
        if answer.status_code < 500 and (foreign := foreign_in(answer, body)):
            self.report.fail(f"from elsewhere at {shot.place}: {foreign[:3]}", shot)

    def _nothing_was_written(self, shot: Shot, tables: set[str]) -> None:
        """Rows may have come and gone on the way; what counts is what stands afterwards, so the shot is fired once more."""
        tables -= WRITTEN_BY_REFUSALS
        if not tables:
            return
        with _taken_back():
            before = _rows(tables)
            _text(shot.fire(again(self.city.clients[shot.role])))
            changed = [table for table, rows in _rows(tables).items() if rows != before[table]]
        if changed:
            self.report.fail(f"refused, and yet written: {sorted(changed)} at {shot.place}", shot)

    def _look(self, role: str, address: str) -> str:
        with _taken_back():
            answer = again(self.city.clients[role]).get(address)
            return _text(answer) if "text/html" in answer.get("Content-Type", "") else ""

    @contextmanager
    def _listening(self) -> Iterator[None]:
        logged = self.logged

        def hear(**_more: Any) -> None:
            self.raised.append(sys.exception())

        class Ear(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                logged.append(_where(record.exc_info[1]) if record.exc_info else record.getMessage())

        net, ear, django = logging.getLogger(FAULTS), Ear(), logging.getLogger("django")
        level = django.level
        net.addHandler(ear)
        django.setLevel(logging.CRITICAL + 1)  # that pages are forbidden is no news here
        got_request_exception.connect(hear)
        try:
            yield
        finally:
            got_request_exception.disconnect(hear)
            django.setLevel(level)
            net.removeHandler(ear)


@contextmanager
def _taken_back() -> Iterator[None]:
    around = transaction.atomic()
    around._from_testcase = True  # no service's own, to whoever watches the order of writing
    with around:
        yield
        transaction.set_rollback(True)


def _text(answer: HttpResponse) -> str:
    return (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")


def _writes() -> dict[str, int]:
    with connection.cursor() as cursor:
        return dict(cursor.execute(WRITES).fetchall())


def _rows(tables: set[str]) -> dict[str, list]:
    with connection.cursor() as cursor:
        return {table: cursor.execute(f'SELECT row::text FROM "{table}" row ORDER BY 1').fetchall() for table in tables}  # noqa: S608


def _where(error: BaseException) -> str:
    """Which error, and the last line of ours that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/portal/" in frame.filename] or frames
    place = f"{ours[-1].filename.rpartition('/portal/')[2]}:{ours[-1].lineno}" if ours else "?"
    return f"{type(error).__name__}: {str(error)[:120]!r} at {place} ({frames[-1].name})" if frames else repr(error)
