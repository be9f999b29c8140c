"""A process that dies in the middle of a registration, before each of its statements: it leaves all of it or nothing.

Afterwards the same form, sent again, gives one place.
"""

import os
import signal
from collections.abc import Callable
from itertools import count, takewhile
from time import monotonic, sleep
from uuid import uuid4

import pytest
from django.db import connection

from portal.forums.models import Forum
from portal.notifications.models import Notification
from portal.registrations import services
from portal.registrations.models import SentForm
from tests.factories import make_crowd, make_forum

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS_TO_NOTICE = 60
OTHERS_AT_WORK = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


def is_killed_before(statement: int, act: Callable[[], object]) -> bool:
    """Do it in a process that dies just before its so manieth statement; whether it came so far."""
    # No connection may be shared by two processes.
    connection.close()
    connection.close_pool()
    child = os.fork()
    if child == 0:
        numbers = count(1)

        def die_in_time(execute, *arguments):
            if next(numbers) == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*arguments)

        try:
            with connection.execute_wrapper(die_in_time):
                act()
        finally:
            os._exit(0)
    is_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    wait_until_its_locks_are_gone()
    return is_killed


def wait_until_its_locks_are_gone() -> None:
    """The database notices a moment later that a process died, and answers a form sent meanwhile that it is being worked on."""
    until = monotonic() + SECONDS_TO_NOTICE
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_AT_WORK)
            if not cursor.fetchone()[0]:
                return
        sleep(0.01)
    raise TimeoutError("Its transaction did not end.")


def assert_whole(forum: Forum) -> None:
    """A registration with its number, its seat, its key and its mail; or nothing of them."""
    forum.refresh_from_db()
    there = forum.registrations.count()
    keys, mails = SentForm.objects.filter(forum=forum).count(), Notification.objects.filter(link__contains="/forums/").count()
    assert [forum.last_arrival, forum.seats_taken, keys, mails] == [there] * 4


def dies_before(statement: int) -> bool:
    """Register, die, look, send the same form again, look; whether there was such a statement."""
    Notification.objects.all().delete()
    forum, (citizen,), form_key = make_forum(capacity=1), make_crowd(1), uuid4()

    def send():
        return services.register(forum=forum, citizen=citizen, form_key=form_key)

    is_killed = is_killed_before(statement, send)

    assert_whole(forum)
    again = send()
    assert_whole(forum)
    assert (again.arrival, again.seats, forum.registrations.get()) == (1, 1, again)
    return is_killed


def dies_before_each_statement() -> int:
    """How many statements there were to die before."""
    return len(list(takewhile(dies_before, count(1))))


def test_a_process_killed_before_any_statement_leaves_all_or_nothing():
    assert dies_before_each_statement() > 5
