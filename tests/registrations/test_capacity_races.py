"""More and fewer seats while people come and go, in threads on PostgreSQL."""

from collections.abc import Callable

import pytest

from portal.forum_desk import services as forum_desk_services
from portal.forums.models import Forum
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.states import State
from tests.at_once import at_once
from tests.effort import ROUNDS
from tests.factories import make_crowd, make_forum
from tests.registrations.races import again_and_again, assert_consistent, cancelling, registering

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]


def resizing(forum: Forum, capacity: int) -> Callable:
    """What an organiser does who means it."""
    own = Forum.objects.get(pk=forum.pk)
    return lambda: forum_desk_services.change_capacity(forum=own, capacity=capacity, may_overbook=True)


def full_forum(*, capacity: int, waiting: int) -> tuple[Forum, list[Registration]]:
    """Everybody by arrival."""
    forum = make_forum(capacity=capacity)
    return forum, [services.register(forum=forum, citizen=citizen) for citizen in make_crowd(capacity + waiting)]


def arrivals(forum: Forum, state: str) -> list[int]:
    """Who is in this state, in order."""
    return list(forum.registrations.filter(state=state).order_by("arrival").values_list("arrival", flat=True))


def test_fifty_seats_become_ten_and_sixty_with_thirty_waiting():
    forum, _people = full_forum(capacity=50, waiting=30)

    fewer = [resizing(forum, 10)()]

    assert_consistent(forum, fewer)
    assert (forum.overbooked_seats, arrivals(forum, State.CONFIRMED)) == (40, list(range(1, 51)))
    more = [resizing(forum, 60)()]
    assert_consistent(forum, more)
    assert [each.arrival for each in more[0]] == list(range(51, 61))
    assert arrivals(forum, State.WAITLISTED) == list(range(61, 81))


def test_fifty_seats_become_ten_and_sixty_while_people_cancel():
    forum, people = full_forum(capacity=50, waiting=30)

    fewer = at_once([resizing(forum, 10), *cancelling(people[:15])])

    assert_consistent(forum, fewer)
    seated = arrivals(forum, State.CONFIRMED)
    assert seated == list(range(16, 16 + len(seated)))
    assert 35 <= len(seated) <= 50
    more = at_once([resizing(forum, 60), *cancelling(people[15:25])])
    assert_consistent(forum, more)
    assert (arrivals(forum, State.CONFIRMED), arrivals(forum, State.WAITLISTED)) == (list(range(26, 81)), [])


def one_cancels_while_the_forum_shrinks() -> None:
    forum, people = full_forum(capacity=3, waiting=1)

    outcomes = at_once([resizing(forum, 1), *cancelling(people[:1])])

    assert_consistent(forum, outcomes)


def test_a_forum_that_shrinks_while_somebody_cancels_counts_right():
    again_and_again(ROUNDS, one_cancels_while_the_forum_shrinks)


def the_forum_grows_while_one_registers() -> None:
    forum, _people = full_forum(capacity=1, waiting=0)

    outcomes = at_once([resizing(forum, 2), *registering(forum, make_crowd(1))])

    assert_consistent(forum, outcomes)
    assert arrivals(forum, State.CONFIRMED) == [1, 2]


def test_a_new_seat_goes_to_whoever_registers_meanwhile():
    again_and_again(ROUNDS, the_forum_grows_while_one_registers)


def test_more_seats_while_people_cancel_and_register_go_to_those_who_wait():
    forum, people = full_forum(capacity=5, waiting=15)

    outcomes = at_once([resizing(forum, 9), *cancelling(people[:4]), *registering(forum, make_crowd(10))])

    assert_consistent(forum, outcomes)
    assert (arrivals(forum, State.CONFIRMED), arrivals(forum, State.WAITLISTED)) == (list(range(5, 14)), list(range(14, 31)))
