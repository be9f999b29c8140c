"""How many registrations one forum takes in a second: the whole service against a bare INSERT behind the same lock.

Threads register different people for one forum in a database of its own, once with half of them seated and once by nothing but
lock and INSERT. Prints registrations a second for both and the ratio. Run it with `make bench`.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from of_its_own import measured

PEOPLE, THREADS = 400, (1, 4, 16)


def measure() -> None:
    """One line for each number of threads."""
    from django.db import connections

    print(f"{PEOPLE} registrations in one forum      service    bare INSERT     ratio")
    for threads in THREADS:
        whole, bare = rate(register, threads), rate(insert, threads)
        print(f"{threads:3} at once{'':23}{whole:8.0f}/s     {bare:8.0f}/s     1 : {bare / whole:.1f}")
    connections["default"].close_pool()


def rate(act: Callable, threads: int) -> float:
    """Registrations a second by so many threads."""
    from django.db import connection

    from tests.factories import make_crowd, make_forum

    forum, people = make_forum(capacity=PEOPLE // 2), make_crowd(PEOPLE)

    def one(citizen: object) -> None:
        try:
            act(forum, citizen)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        started = time.perf_counter()
        list(pool.map(one, people))
        seconds = time.perf_counter() - started
    assert forum.registrations.count() == PEOPLE  # noqa: S101 (a measurement of something else is none)
    return PEOPLE / seconds


def register(forum: object, citizen: object) -> None:
    """What the page calls: rules, order, notification and its invitation, the job that sends it."""
    from portal.registrations import services

    services.register(forum=forum, citizen=citizen)


def insert(forum: object, citizen: object) -> None:
    """The least that keeps the order: the lock of the row, the next number, one INSERT."""
    from django.db import transaction
    from django.utils import timezone

    from portal.forums.models import Forum
    from portal.registrations.models import Registration

    with transaction.atomic():
        locked = Forum.objects.select_for_update().get(pk=forum.pk)
        locked.last_arrival += 1
        arrival = locked.last_arrival
        Registration.objects.create(
            forum=locked, citizen=citizen, arrival=arrival, state="waitlisted", registered_at=timezone.now()
        )
        locked.save(update_fields=["last_arrival"])


if __name__ == "__main__":
    measured(measure)
