"""Web server and worker killed at random while hundreds of people register over HTTP and try again until they are answered.

Before that, on the same server: a second copy of a form that is being worked on, and the same key with other content.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

import pytest
from django.db import connection, transaction
from django.db.models import Count, Sum

from portal.forums.models import Forum
from portal.notifications.models import Notification
from portal.registrations.models import SentForm
from tests.effort import often
from tests.factories import make_citizen, make_crowd, make_forum
from tests.registrations.killed_portal import Client, Portal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak, pytest.mark.long(seconds=40)]
PEOPLE, SEATS, AT_A_TIME, SECONDS, SECONDS_TO_COME = often(200), often(120), 16, 300, 30
ONE_ANSWER = [409, 302, 302, 422, 302], 1
WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()
"""


@contextmanager
def served() -> Iterator[Portal]:
    """For the length of the block."""
    portal = Portal()
    try:
        portal.wait_until_ready()
        yield portal
    finally:
        portal.stop()


def wait_until_somebody_waits() -> None:
    """Until a request stands before a lock of the database."""
    until = monotonic() + SECONDS_TO_COME
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        sleep(0.05)
    raise TimeoutError("Nobody came.")


def answers_to_copies(portal: Portal) -> tuple[list[int], int]:
    """What one form is answered: a copy meanwhile, the first, again, with other content, after its place was given back.

    And how many registrations came of it.
    """
    forum = make_forum(capacity=3, companions_limit=1)
    client = Client(make_citizen(), forum, portal)
    with ThreadPoolExecutor(1) as first_copy:
        # While the test holds the forum's row, the first copy is in flight for as long as the test likes.
        with transaction.atomic():
            Forum.objects.select_for_update().get(pk=forum.pk)
            first = first_copy.submit(client.post)
            wait_until_somebody_waits()
            statuses = [client.post()[0]]
        statuses += [first.result()[0], client.post()[0], client.post(party_size=2)[0]]
    assert client.cancel()[0] == 302
    statuses += [client.post()[0]]
    return statuses, forum.registrations.count()


def crowd_that_registers(portal: Portal, forum: Forum) -> list[Client]:
    """Everybody, again and again until they are answered, while servers die; one in 25 sends the form once more."""
    clients = [Client(person, forum, portal) for person in make_crowd(PEOPLE)]
    connection.close()
    until = monotonic() + SECONDS
    with portal.killed_at_random(), ThreadPoolExecutor(AT_A_TIME) as crowd:
        acknowledged = list(crowd.map(lambda client: client.register(until), clients))
        repeated = list(crowd.map(lambda client: client.register(until), clients[::25]))
    assert (acknowledged.count(True), all(repeated)) == (PEOPLE, True)
    return clients


def assert_nothing_is_lost(portal: Portal, forum: Forum) -> None:
    """One live place for each, no gap in arrivals, seats in their order, counters that equal the rows, one key and mail each."""
    clients = crowd_that_registers(portal, forum)
    assert [client.post(party_size=2)[0] for client in clients[::50]] == [422] * (PEOPLE // 50)
    forum.refresh_from_db()
    rows = list(forum.registrations.order_by("arrival").values_list("arrival", "state"))
    expected = ["confirmed"] * SEATS + ["waitlisted"] * (PEOPLE - SEATS)
    assert rows == list(enumerate(expected, start=1))
    assert not forum.registrations.live().order_by().values("citizen").annotate(places=Count("pk")).filter(places__gt=1)
    assert (forum.seats_taken, forum.last_arrival) == (SEATS, PEOPLE)
    assert forum.registrations.aggregate(all=Sum("seats"))["all"] == SEATS
    assert (SentForm.objects.filter(forum=forum).count(), Notification.objects.count()) == (PEOPLE, PEOPLE)


def test_nothing_acknowledged_is_lost_when_servers_are_killed():
    forum = make_forum(capacity=SEATS, companions_limit=1)
    with served() as portal:
        assert_nothing_is_lost(portal, forum)

    assert portal.kills > 2


def test_one_form_gets_one_answer_from_the_server():
    with served() as portal:
        assert answers_to_copies(portal) == ONE_ANSWER
