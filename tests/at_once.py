"""Doing many things at the very same time, each in a thread and on a database connection of its own."""

from collections.abc import Callable
from threading import Barrier, Event, Thread
from time import monotonic
from typing import Any

from django.db import connection, transaction

from tests.meeting import RACER, meeting

# For so long at most a deed stays uncommitted for an act that neither ends nor waits for it.
SECONDS_UNCOMMITTED = 20
WAITS_FOR_ME = "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Start all calls together and wait for them; what each returned or raised, in the order given."""
    outcomes: list[Any] = [None] * len(calls)
    start = Barrier(len(calls))

    def run(index: int) -> None:
        start.wait()
        try:
            outcomes[index] = calls[index]()
        except Exception as error:
            outcomes[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[index], name=f"{RACER} {index:03}") for index in range(len(calls))]
    with meeting():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return outcomes


def is_waited_for() -> bool:
    """Whether somebody waits for what this thread's transaction holds."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_ME)
        return bool(cursor.fetchone()[0])


def uncommitted(deed: Callable[[], Any], *, meanwhile: Callable[[], Any]) -> Any:
    """What an act returned or raised that began when a deed was done and not yet committed: it waits, or does not see it."""
    is_done, is_over = Event(), Event()

    def do() -> None:
        with transaction.atomic():
            deed()
            is_done.set()
            until = monotonic() + SECONDS_UNCOMMITTED
            while not is_over.wait(timeout=0.05) and monotonic() < until and not is_waited_for():
                pass

    def act() -> Any:
        is_done.wait(timeout=20)
        try:
            return meanwhile()
        finally:
            is_over.set()

    return at_once([do, act])[1]
