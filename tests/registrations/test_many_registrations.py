"""Ten thousand registrations in one forum: pages ask the database no more than with three."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.forum_desk.attendees.table import ROWS_AT_ONCE, exported, table
from portal.forums.models import Forum
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.states import State
from portal.registrations.tickets.signed import ticket_token
from tests.factories import make_citizen, make_crowd, make_forum, make_staff

pytestmark = pytest.mark.django_db
MANY = 10_000


def make_registrations(forum: Forum, number: int) -> None:
    """So many at once, past the services, a third of them waiting; each eighth has come in. Counters are right."""
    now, arrivals = timezone.now(), count(forum.last_arrival + 1)
    seated = number - number // 3
    Registration.objects.bulk_create(
        Registration(
            forum=forum,
            citizen=citizen,
            arrival=next(arrivals),
            state=State.CONFIRMED if place < seated else State.WAITLISTED,
            seats=int(place < seated),
            ticket_code=f"{place:08d}",
            registered_at=now,
            confirmed_at=now if place < seated else None,
            checked_in_at=now if place < seated and not place % 8 else None,
            checked_in_people=int(place < seated and not place % 8),
        )
        for place, citizen in enumerate(make_crowd(number))
    )
    taken = forum.seats_taken + seated
    Forum.objects.filter(pk=forum.pk).update(capacity=taken, seats_taken=taken, last_arrival=forum.last_arrival + number)


def make_full_forum(number: int, owner) -> tuple[Forum, Registration]:
    """It starts in an hour; the owner is the first who registered."""
    starts_at = timezone.now() + timedelta(hours=1)
    forum = make_forum(starts_at=starts_at, registration_closes_at=starts_at, capacity=1)
    registration = services.register(forum=forum, citizen=owner)
    forum.refresh_from_db()
    make_registrations(forum, number)
    return forum, registration


def asked(client, url: str) -> int:
    """How many queries the page makes; it has to be there."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


PAGES = {
    "the public page": lambda forum, _registration: forum.get_absolute_url(),
    "the list of forums": lambda _forum, _registration: reverse("forums:forum_list"),
    "the ticket": lambda _forum, registration: reverse("registrations:ticket", args=[ticket_token(registration)]),
    "the door": lambda forum, _registration: reverse("door:door", args=[forum.slug]),
    "the desk": lambda forum, _registration: reverse("forum_desk:forum", args=[forum.slug]),
    "the organisers' list": lambda forum, _registration: reverse("forum_desk:attendees", args=[forum.slug]),
}
OF_ORGANISERS = ("the door", "the desk", "the organisers' list")


@pytest.mark.parametrize(("where", "role"), [(where, "organiser" if where in OF_ORGANISERS else "") for where in PAGES])
def test_ten_thousand_registrations_cost_no_more_queries_than_three(client, where, role):
    person = make_staff(role) if role else make_citizen()
    client.force_login(person)
    few = make_full_forum(3, person)
    url = PAGES[where](*few)
    asked(client, url)
    expected = asked(client, url)
    Forum.objects.filter(pk=few[0].pk).update(state=Forum.State.DRAFT)
    many = make_full_forum(MANY, person)

    assert asked(client, PAGES[where](*many)) == expected


def test_an_export_of_ten_thousand_reads_them_by_the_lot():
    """Two queries for each thousand, and none for a row."""
    few, _first = make_full_forum(3, make_citizen())
    many, _first = make_full_forum(MANY, make_citizen())

    counts = []
    for forum in (few, many):
        keys = list(exported(forum).values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            rows = sum(1 for _row in table(forum, keys=keys, language="ko"))
        counts.append((rows, len(queries)))

    (few_rows, few_queries), (many_rows, many_queries) = counts
    assert (few_rows, many_rows) == (5, MANY + 2)
    assert many_queries == few_queries + 2 * (MANY // ROWS_AT_ONCE)
