"""Many people at the same moment, in threads on PostgreSQL: seats, order and counters stay exact."""

import pytest

from portal.forums.models import Forum
from portal.registrations import services
from portal.registrations.party import Party
from portal.registrations.states import State
from tests.at_once import at_once
from tests.effort import ROUNDS, often
from tests.factories import make_citizen, make_crowd, make_forum
from tests.registrations.races import AT_A_TIME, again_and_again, assert_consistent, cancelling, refused, registering

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak, pytest.mark.long(seconds=35)]
PEOPLE = often(100)


def assert_exact(forum: Forum, outcomes: list, *, people: int) -> None:
    """Nobody was refused, the first by arrival have the seats, nobody else does, and the counters equal the rows."""
    assert refused(outcomes) == []
    forum.refresh_from_db()
    rows = list(forum.registrations.order_by("arrival"))
    seated = min(forum.capacity, people)
    assert [row.arrival for row in rows] == list(range(1, people + 1))
    assert [row.state for row in rows] == [State.CONFIRMED] * seated + [State.WAITLISTED] * (people - seated)
    assert len({row.citizen_id for row in rows}) == people
    assert (forum.seats_taken, forum.last_arrival) == (seated, people)


def everybody_registers(capacity: int, *, people: int) -> None:
    """By the hundred: each hundred starts together."""
    forum = make_forum(capacity=capacity)
    calls = registering(forum, make_crowd(people))

    outcomes = [outcome for start in range(0, people, AT_A_TIME) for outcome in at_once(calls[start : start + AT_A_TIME])]

    assert_exact(forum, outcomes, people=people)


@pytest.mark.parametrize("capacity", [0, 50])
def test_five_hundred_registrations_give_exactly_the_right_seats(capacity):
    everybody_registers(capacity, people=500)


@pytest.mark.parametrize("capacity", [1, 7, PEOPLE - 1, PEOPLE, PEOPLE + 1])
def test_as_many_or_few_seats_as_people_go_to_the_first(capacity):
    everybody_registers(capacity, people=PEOPLE)


def one_person_clicks(times: int) -> None:
    forum, citizen = make_forum(capacity=5), make_citizen()

    outcomes = at_once(registering(forum, [citizen] * times))

    assert_exact(forum, outcomes, people=1)
    assert set(outcomes) == {forum.registrations.get()}


def test_twenty_clicks_by_one_person_make_one_registration():
    one_person_clicks(20)


def one_gives_a_seat_back_while_another_registers() -> None:
    forum = make_forum(capacity=1)
    leaving, coming = make_crowd(2)
    seated = services.register(forum=forum, citizen=leaving)

    outcomes = at_once(cancelling([seated]) + registering(forum, [coming]))

    assert_consistent(forum, outcomes)
    assert [(each.citizen, each.arrival) for each in forum.registrations.confirmed()] == [(coming, 2)]


def test_a_seat_given_back_while_somebody_registers_is_never_lost():
    again_and_again(ROUNDS, one_gives_a_seat_back_while_another_registers)


@pytest.mark.parametrize("party", [Party(1), Party(2)])
def test_two_cancellations_seat_the_only_waiter_once(party):
    again_and_again(ROUNDS, two_cancel_and_one_party_waits, party)


def two_cancel_and_one_party_waits(party: Party) -> None:
    forum = make_forum(capacity=2, companions_limit=1)
    crowd = make_crowd(3)
    first, second = [services.register(forum=forum, citizen=citizen) for citizen in crowd[:2]]
    waiting = services.register(forum=forum, citizen=crowd[2], party=party)

    outcomes = at_once(cancelling([first, second]))

    assert_consistent(forum, outcomes)
    assert [(each, each.seats) for each in forum.registrations.live()] == [(waiting, party.size)]


def one_cancellation_is_sent(times: int) -> None:
    forum = make_forum(capacity=2)
    people = [services.register(forum=forum, citizen=citizen) for citizen in make_crowd(5)]

    outcomes = at_once(cancelling([people[0]] * times))

    assert_consistent(forum, outcomes)
    assert list(forum.registrations.confirmed()) == people[1:3]


def test_one_cancellation_sent_ten_times_frees_one_seat():
    one_cancellation_is_sent(10)


def two_seated_people_cancel() -> None:
    forum = make_forum(capacity=2)
    people = [services.register(forum=forum, citizen=citizen) for citizen in make_crowd(2)]

    outcomes = at_once(cancelling(people))

    assert_consistent(forum, outcomes)
    assert forum.seats_left == 2


def test_two_seats_given_back_are_two_seats():
    two_seated_people_cancel()


def test_a_party_joins_while_another_grows_onto_the_last_seats():
    again_and_again(ROUNDS, a_party_joins_while_another_grows)


def a_party_joins_while_another_grows() -> None:
    forum = make_forum(capacity=3, companions_limit=2)
    here, coming = make_crowd(2)
    seated = services.register(forum=forum, citizen=here)

    outcomes = at_once(
        [lambda: services.change_party(registration=seated, party=Party(3)), *registering(forum, [coming], party=Party(2))]
    )

    assert_consistent(forum, [each for each in outcomes if type(each).__name__ != "NotEnoughSeats"])
    assert sorted(each.seats for each in forum.registrations.live()) in ([0, 3], [1, 2])
