"""The door: the first scan enters, every other one says why not, and all of them are kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.core.models import AuditEvent
from portal.door.models import Scan
from portal.door.services import check_in as door
from portal.door.states import Outcome
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.services import refusals
from portal.registrations.tickets.signed import ticket_token
from tests.at_once import at_once
from tests.factories import make_citizen, make_forum, make_staff

pytestmark = pytest.mark.django_db


def make_open_forum(**fields):
    """A forum that starts in an hour: the door is open, registration too."""
    starts_at = timezone.now() + timedelta(hours=1)
    return make_forum(starts_at=starts_at, registration_closes_at=starts_at, companions_limit=3, **fields)


def register(forum, size: int = 1) -> Registration:
    return services.register(forum=forum, citizen=make_citizen(), party=Party(size))


def outcome_of(forum, shown: str, **more) -> str:
    return door.check_in(forum=forum, shown=shown, helper=make_staff("organiser"), **more).outcome


def test_a_party_enters_once_by_ticket_or_code():
    forum = make_open_forum(capacity=5)
    party = register(forum, 3)

    first = outcome_of(forum, ticket_token(party), people=2)
    second = outcome_of(forum, party.ticket_code.lower())

    party.refresh_from_db()
    assert (first, second) == (Outcome.ENTERED, Outcome.ALREADY)
    assert (party.checked_in_people, party.is_checked_in) == (2, True)
    assert list(Scan.objects.order_by("pk").values_list("outcome", "people")) == [("entered", 2), ("already", 0)]


def test_every_refusal_says_why_and_is_kept():
    forum, other = make_open_forum(capacity=2), make_open_forum(capacity=1)
    seated, cancelled = register(forum), register(forum)
    services.cancel(registration=cancelled)
    register(forum)
    waiting, elsewhere = register(forum), register(other)
    old = ticket_token(seated)
    Registration.objects.filter(pk=seated.pk).update(ticket_version=2)

    shown = [
        old,
        ticket_token(cancelled),
        ticket_token(waiting),
        ticket_token(elsewhere),
        elsewhere.ticket_code,
        "HM1.1.1.1." + "x" * 22,
    ]
    outcomes = [outcome_of(forum, each) for each in shown]

    assert outcomes == [
        Outcome.REPLACED, Outcome.CANCELLED, Outcome.NOT_SEATED, Outcome.OTHER_FORUM, Outcome.OTHER_FORUM, Outcome.FORGED,
    ]  # fmt: skip
    assert list(Scan.objects.order_by("pk").values_list("outcome", flat=True)) == outcomes
    assert not Registration.objects.filter(checked_in_at__isnull=False).exists()


def test_a_code_of_a_forum_of_another_month_is_no_code_here():
    forum = make_open_forum(capacity=1)
    elsewhere = register(make_forum(capacity=1, starts_at=forum.starts_at + door.NEARBY))

    assert outcome_of(forum, elsewhere.ticket_code) == Outcome.FORGED


def test_the_door_opens_two_hours_before_and_closes_two_hours_after(time_machine):
    forum = make_open_forum(capacity=2)
    people = [register(forum), register(forum)]
    opens_at, closes_at = forum.starts_at - timedelta(hours=2), forum.ends_at + timedelta(hours=2)
    for moment in (opens_at - timedelta(microseconds=1), closes_at):
        time_machine.move_to(moment, tick=False)
        with pytest.raises(door.DoorClosed):
            outcome_of(forum, ticket_token(people[0]))

    outcomes = []
    for moment, person in zip((opens_at, closes_at - timedelta(microseconds=1)), people, strict=True):
        time_machine.move_to(moment, tick=False)
        outcomes.append(outcome_of(forum, ticket_token(person)))

    assert outcomes == [Outcome.ENTERED, Outcome.ENTERED]


def test_who_has_entered_cannot_cancel_and_a_mistake_is_taken_back():
    forum, helper = make_open_forum(capacity=1), make_staff("organiser")
    seated = register(forum)
    scan = door.check_in(forum=forum, shown=seated.ticket_code, helper=helper)

    with pytest.raises(refusals.AlreadyCheckedIn):
        services.cancel(registration=seated)
    door.take_back(scan=scan, helper=helper)
    door.take_back(scan=scan, helper=helper)

    seated.refresh_from_db()
    assert not seated.is_checked_in
    assert AuditEvent.objects.filter(action="door.taken_back").count() == 1
    assert outcome_of(forum, seated.ticket_code) == Outcome.ENTERED


def test_walk_ins_take_free_seats_and_more_only_on_purpose():
    forum, helper = make_open_forum(capacity=3), make_staff("organiser")
    register(forum)

    door.walk_in(forum=forum, people=2, helper=helper)
    with pytest.raises(refusals.NotEnoughSeats):
        door.walk_in(forum=forum, people=2, helper=helper)
    beyond = door.walk_in(forum=forum, people=2, helper=helper, may_overbook=True)

    forum.refresh_from_db()
    assert (forum.seats_taken, forum.overbooked_seats) == (5, 2)
    assert AuditEvent.objects.filter(action="door.walked_in").latest("number").details == {"people": 2, "overbooked": 2}
    door.take_back(scan=beyond, helper=helper)
    forum.refresh_from_db()
    assert (forum.seats_taken, forum.overbooked_seats) == (3, 0)


def test_nobody_is_checked_in_without_a_seat_whatever_the_code_says():
    forum = make_open_forum(capacity=0)
    waiting = register(forum)

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=waiting.pk).update(checked_in_at=timezone.now(), checked_in_people=1)


@pytest.mark.django_db(transaction=True)
def test_one_ticket_on_twenty_devices_enters_once():
    forum, helper = make_open_forum(capacity=1), make_staff("organiser")
    shown = ticket_token(register(forum))

    outcomes = at_once([lambda: door.check_in(forum=forum, shown=shown, helper=helper).outcome] * 20)

    assert sorted(outcomes) == sorted([Outcome.ENTERED] + [Outcome.ALREADY] * 19)


@pytest.fixture
def organiser(client):
    person = make_staff("organiser", is_staff=True)
    client.force_login(person)
    return person


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_shows_the_outcome_in_words_and_counts(client, organiser):
    forum = make_open_forum(capacity=5)
    party = register(forum, 3)
    url = reverse("door:door", args=[forum.slug])

    entered = page_of(client.post(url, {"shown": ticket_token(party)}, follow=True))
    again = page_of(client.post(url, {"shown": party.ticket_code}, follow=True))
    nonsense = page_of(client.post(url, {"shown": "<script>alert(7)</script>"}, follow=True))

    assert '<p class="door__word">입장</p>' in entered
    assert "지금까지 3명이 입장했고" in entered
    assert "에 이미 사용한 입장권입니다" in again
    assert '<p class="door__word">없는 입장권</p>' in nonsense
    assert "<script>alert" not in nonsense


def test_what_cannot_be_is_said_beside_the_form(client, organiser):
    forum = make_open_forum(capacity=1)
    register(forum)

    empty = client.post(reverse("door:door", args=[forum.slug]), {"shown": ""})
    full = client.post(reverse("door:walk_in", args=[forum.slug]), {"walk-in-people": "2"})
    closed = client.post(reverse("door:door", args=[make_forum().slug]), {"shown": "x"})

    assert (empty.status_code, full.status_code, closed.status_code) == (422, 409, 409)
    assert "정원을 넘겨 입장 처리" in page_of(full)


def test_the_door_is_for_organisers(client):
    forum = make_open_forum(capacity=1)
    shown = ticket_token(register(forum))
    client.force_login(make_citizen())

    assert client.post(reverse("door:door", args=[forum.slug]), {"shown": shown}).status_code == 403
    assert "입장 확인</button>" not in page_of(client.get(reverse("registrations:ticket", args=[shown])))
    assert not Scan.objects.exists()


def test_the_door_asks_as_much_with_three_scans_as_with_thirty(client, organiser):
    forum = make_open_forum(capacity=40)
    url, counts = reverse("door:door", args=[forum.slug]), []
    for size in (3, 27):
        for _ in range(size):
            outcome_of(forum, ticket_token(register(forum)))
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]
