"""Parties sit together or wait together, unless they agreed to fewer seats; the line is never overtaken."""

import pytest

from portal.forum_desk import services as forum_desk_services
from portal.forum_desk.services import refusals as forum_desk_refusals
from portal.registrations import services
from portal.registrations.party import Party, UnusableParty
from portal.registrations.services import refusals
from portal.registrations.states import State
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db


def register(forum, size: int = 1, least: int = 0):
    return services.register(forum=forum, citizen=make_citizen(), party=Party(size, least))


def states_of(*registrations) -> list[tuple[str, int]]:
    for registration in registrations:
        registration.refresh_from_db()
    return [(registration.state, registration.seats) for registration in registrations]


def taken(forum) -> tuple[int, int]:
    forum.refresh_from_db()
    assert forum.seats_taken == sum(row.seats for row in forum.registrations.seated())
    return forum.seats_taken, forum.overbooked_seats


def test_a_party_takes_all_its_seats_or_waits():
    forum = make_forum(capacity=4, companions_limit=3)

    first, second = register(forum, 3), register(forum, 2)

    assert states_of(first, second) == [(State.CONFIRMED, 3), (State.WAITLISTED, 0)]
    assert taken(forum) == (3, 0)


def test_a_party_that_agreed_to_fewer_takes_what_is_free():
    forum = make_forum(capacity=4, companions_limit=3)
    register(forum, 2)

    second = register(forum, 4, least=2)

    assert states_of(second) == [(State.CONFIRMED, 2)]
    assert taken(forum) == (4, 0)


def test_nobody_overtakes_the_party_at_the_head_of_the_line():
    forum = make_forum(capacity=3, companions_limit=3)
    first, second = register(forum, 2), register(forum, 2)

    alone = register(forum)

    assert states_of(first, second, alone) == [(State.CONFIRMED, 2), (State.WAITLISTED, 0), (State.WAITLISTED, 0)]

    services.cancel(registration=first)

    assert states_of(second, alone) == [(State.CONFIRMED, 2), (State.CONFIRMED, 1)]
    assert taken(forum) == (3, 0)


def test_a_smaller_party_frees_seats_for_whoever_waits():
    forum = make_forum(capacity=3, companions_limit=3)
    first, waiting = register(forum, 3), register(forum, 2)

    services.change_party(registration=first, party=Party(1))

    assert states_of(first, waiting) == [(State.CONFIRMED, 1), (State.CONFIRMED, 2)]
    assert taken(forum) == (3, 0)


def test_a_party_grows_only_into_free_seats_that_nobody_waits_for():
    forum = make_forum(capacity=4, companions_limit=3)
    first = register(forum, 2)

    services.change_party(registration=first, party=Party(3))

    assert states_of(first) == [(State.CONFIRMED, 3)]
    waiting = register(forum, 2)
    with pytest.raises(refusals.NotEnoughSeats):
        services.change_party(registration=first, party=Party(4))
    assert states_of(first, waiting) == [(State.CONFIRMED, 3), (State.WAITLISTED, 0)]


def test_a_waiting_party_that_becomes_smaller_keeps_its_place_and_may_fit():
    forum = make_forum(capacity=3, companions_limit=3)
    register(forum, 2)
    waiting, later = register(forum, 3), register(forum)

    services.change_party(registration=waiting, party=Party(1))

    assert states_of(waiting, later) == [(State.CONFIRMED, 1), (State.WAITLISTED, 0)]


@pytest.mark.parametrize("party", [Party(0), Party(3), Party(2, 3), Party(-1)])
def test_a_party_that_the_forum_does_not_allow_is_refused(party):
    forum = make_forum(capacity=9, companions_limit=1)

    with pytest.raises(UnusableParty):
        services.register(forum=forum, citizen=make_citizen(), party=party)

    assert taken(forum) == (0, 0)


def test_fewer_seats_than_are_taken_are_set_only_on_purpose_and_recorded():
    forum = make_forum(capacity=5, companions_limit=3)
    people = [register(forum, 2), register(forum, 3)]

    with pytest.raises(forum_desk_refusals.CapacityBelowSeated):
        forum_desk_services.change_capacity(forum=forum, capacity=2)
    forum_desk_services.change_capacity(forum=forum, capacity=2, may_overbook=True)

    assert states_of(*people) == [(State.CONFIRMED, 2), (State.CONFIRMED, 3)]
    assert taken(forum) == (5, 3)
    waiting = register(forum)
    services.cancel(registration=people[0])
    assert (taken(forum), states_of(waiting)) == ((3, 1), [(State.WAITLISTED, 0)])
    services.cancel(registration=people[1])
    assert (taken(forum), states_of(waiting)) == ((1, 0), [(State.CONFIRMED, 1)])


def test_more_seats_promote_exactly_as_many_as_fit():
    forum = make_forum(capacity=1, companions_limit=3)
    people = [register(forum), register(forum, 2), register(forum, 2), register(forum)]

    promoted = forum_desk_services.change_capacity(forum=forum, capacity=4)

    assert promoted == [people[1]]
    assert states_of(*people)[1:] == [(State.CONFIRMED, 2), (State.WAITLISTED, 0), (State.WAITLISTED, 0)]
