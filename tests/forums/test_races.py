"""Many people at the same moment, in threads on PostgreSQL: seats, order and counters stay exact.

Twins take the lock away and show that the very same checks then fail.
"""

from threading import Barrier, BrokenBarrierError

import pytest
from django.contrib.auth import get_user_model

from portal.forums import services
from portal.forums.models import Forum, Registration
from portal.forums.services import seats
from portal.forums.states import State
from tests.at_once import at_once
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 200
# As many at once as are served well within the time for which a thread waits for a connection, on a busy machine too.
AT_A_TIME = 100
ROUNDS = 8


def make_crowd(size: int) -> list:
    """People enough for a race, written in one statement."""
    person = get_user_model()
    return person.objects.bulk_create(
        person(email=f"racer{number}@example.org", nickname=f"주자{number}", nickname_skeleton=f"racer{number}", language="ko")
        for number in range(size)
    )


def registering(forum: Forum, citizens: list) -> list:
    return [lambda citizen=citizen: services.register(forum=forum, citizen=citizen) for citizen in citizens]


def cancelling(registrations: list[Registration]) -> list:
    """Each with an instance of its own, as two requests would have."""
    own = [Registration.objects.select_related("forum").get(pk=each.pk) for each in registrations]
    return [lambda registration=registration: services.cancel(registration=registration) for registration in own]


def assert_exact(forum: Forum, outcomes: list, *, people: int) -> None:
    """Nobody was refused, the first by arrival have the seats, nobody else does, and the counters equal the rows."""
    forum.refresh_from_db()
    rows = list(forum.registrations.order_by("arrival"))
    seated = min(forum.capacity, people)
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert [row.arrival for row in rows] == list(range(1, people + 1))
    assert [row.state for row in rows] == [State.CONFIRMED] * seated + [State.WAITLISTED] * (people - seated)
    assert len({row.citizen_id for row in rows}) == people
    assert (forum.seats_taken, forum.last_arrival) == (seated, people)


def assert_consistent(forum: Forum, outcomes: list) -> None:
    """Nobody was refused, the counter equals the rows, and nobody waits while a seat is free."""
    forum.refresh_from_db()
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert forum.seats_taken == forum.registrations.seated().count()
    assert forum.seats_left == 0 or not forum.registrations.waitlisted().exists()


@pytest.fixture
def without_lock(monkeypatch):
    """Reads the forum without locking it, and holds two readers back until both have read."""
    both_have_read = Barrier(2)

    def read(forum: Forum) -> Forum:
        seen = Forum.objects.get(pk=forum.pk)
        try:
            both_have_read.wait(timeout=5)
        except BrokenBarrierError:
            pytest.fail("Two readers were expected to meet.")
        return seen

    def take_the_lock_away() -> None:
        monkeypatch.setattr(seats, "locked", read)

    return take_the_lock_away


@pytest.mark.parametrize("capacity", [0, 1, 50, 199, 200, 201])
def test_two_hundred_registrations_by_the_hundred_give_exactly_the_right_seats(capacity):
    forum = make_forum(capacity=capacity)

    calls = registering(forum, make_crowd(PEOPLE))

    outcomes = [outcome for start in range(0, PEOPLE, AT_A_TIME) for outcome in at_once(calls[start : start + AT_A_TIME])]

    assert_exact(forum, outcomes, people=PEOPLE)


def test_without_the_lock_the_same_check_fails(without_lock):
    forum = make_forum(capacity=1)
    without_lock()

    outcomes = at_once(registering(forum, make_crowd(2)))

    with pytest.raises(AssertionError):
        assert_exact(forum, outcomes, people=2)


def test_twenty_clicks_by_one_person_make_one_registration():
    forum, citizen = make_forum(capacity=5), make_citizen()

    outcomes = at_once(registering(forum, [citizen] * 20))

    assert_exact(forum, outcomes[:1], people=1)
    assert set(outcomes) == {forum.registrations.get()}


def test_without_the_lock_one_of_two_clicks_fails(without_lock):
    forum, citizen = make_forum(capacity=5), make_citizen()
    without_lock()

    outcomes = at_once(registering(forum, [citizen] * 2))

    with pytest.raises(AssertionError):
        assert_exact(forum, outcomes, people=1)


def test_a_seat_given_back_while_somebody_registers_is_never_lost():
    for _ in range(ROUNDS):
        forum = make_forum(capacity=1)
        seated = services.register(forum=forum, citizen=make_citizen())

        outcomes = at_once(cancelling([seated]) + registering(forum, [make_citizen()]))

        assert_consistent(forum, outcomes)
        assert [each.arrival for each in forum.registrations.confirmed()] == [2]


def test_two_cancellations_seat_the_only_waiter_once():
    for _ in range(ROUNDS):
        forum = make_forum(capacity=2)
        first, second, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(3)]

        outcomes = at_once(cancelling([first, second]))

        assert_consistent(forum, outcomes)
        assert list(forum.registrations.live()) == list(forum.registrations.confirmed()) == [waiting]


def test_one_cancellation_sent_ten_times_frees_one_seat():
    forum = make_forum(capacity=2)
    people = [services.register(forum=forum, citizen=make_citizen()) for _ in range(5)]

    outcomes = at_once(cancelling([people[0]] * 10))

    assert_consistent(forum, outcomes)
    assert list(forum.registrations.confirmed()) == people[1:3]


def test_without_the_lock_two_cancellations_lose_a_seat(without_lock):
    forum = make_forum(capacity=2)
    people = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    without_lock()

    outcomes = at_once(cancelling(people))

    with pytest.raises(AssertionError):
        assert_consistent(forum, outcomes)


def test_more_seats_while_people_cancel_and_register_go_to_those_who_wait():
    forum = make_forum(capacity=5)
    crowd = make_crowd(30)
    people = [services.register(forum=forum, citizen=citizen) for citizen in crowd[:20]]

    outcomes = at_once(
        [lambda: services.change_capacity(forum=forum, capacity=9), *cancelling(people[:4]), *registering(forum, crowd[20:])]
    )

    assert_consistent(forum, outcomes)
    assert [each.arrival for each in forum.registrations.confirmed()] == list(range(5, 14))
    assert [each.arrival for each in forum.registrations.waitlisted()] == list(range(14, 31))
