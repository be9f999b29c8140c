"""Cancelling, and who gets the seat."""

from datetime import timedelta

import pytest

from portal.forums.states import ForumState
from portal.registrations import services
from portal.registrations.services import refusals
from portal.registrations.states import State
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db


def registered(forum, people: int) -> list:
    return [services.register(forum=forum, citizen=make_citizen()) for _ in range(people)]


def test_cancelling_promotes_whoever_waited_longest():
    forum = make_forum(capacity=1)
    seated, waiting, later = registered(forum, 3)

    services.cancel(registration=seated)

    forum.refresh_from_db()
    assert list(forum.registrations.confirmed()) == [waiting]
    assert list(forum.registrations.waitlisted()) == [later]
    assert forum.seats_taken == 1


def test_one_cancellation_promotes_exactly_one():
    forum = make_forum(capacity=3)
    people = registered(forum, 8)

    services.cancel(registration=people[1])

    assert list(forum.registrations.confirmed()) == [people[0], people[2], people[3]]


def test_a_seat_that_nobody_waits_for_becomes_free():
    forum = make_forum(capacity=2)
    seated, other = registered(forum, 2)

    services.cancel(registration=seated)

    forum.refresh_from_db()
    assert list(forum.registrations.confirmed()) == [other]
    assert (forum.seats_taken, forum.seats_left) == (1, 1)


def test_a_waiting_person_who_leaves_moves_only_those_behind():
    forum = make_forum(capacity=1)
    seated, first, second, third = registered(forum, 4)

    services.cancel(registration=second)

    waiting = forum.registrations.waitlisted().with_waiting_number()
    assert [(each, each.waiting_number) for each in waiting] == [(first, 1), (third, 2)]
    assert list(forum.registrations.confirmed()) == [seated]


def test_cancelling_twice_frees_one_seat():
    forum = make_forum(capacity=1)
    seated, waiting, later = registered(forum, 3)
    stale = type(seated).objects.get(pk=seated.pk)
    services.cancel(registration=seated)

    services.cancel(registration=stale)

    forum.refresh_from_db()
    assert forum.seats_taken == 1
    assert list(forum.registrations.confirmed()) == [waiting]
    assert list(forum.registrations.waitlisted()) == [later]


def test_a_cancellation_is_dated_and_raises_the_sequence():
    forum = make_forum(capacity=1)
    seated, waiting = registered(forum, 2)

    services.cancel(registration=seated)

    for registration in (seated, waiting):
        registration.refresh_from_db()
    assert (seated.state, seated.sequence) == (State.CANCELLED, 1)
    assert seated.cancelled_at >= seated.confirmed_at
    assert (waiting.state, waiting.sequence) == (State.CONFIRMED, 1)
    assert waiting.confirmed_at >= waiting.registered_at


@pytest.mark.parametrize(("offset", "is_allowed"), [(-1, True), (0, False)])
def test_seats_can_be_given_back_until_the_forum_starts(time_machine, offset, is_allowed):
    forum = make_forum(capacity=1)
    seated, waiting = registered(forum, 2)
    time_machine.move_to(forum.starts_at + timedelta(seconds=offset), tick=False)

    if is_allowed:
        services.cancel(registration=seated)
    else:
        with pytest.raises(refusals.ForumStarted):
            services.cancel(registration=seated)

    assert list(forum.registrations.confirmed()) == [waiting if is_allowed else seated]


def test_nothing_is_cancelled_or_promoted_at_a_cancelled_forum():
    forum = make_forum(capacity=1)
    seated, waiting = registered(forum, 2)
    type(forum).objects.filter(pk=forum.pk).update(state=ForumState.CANCELLED)

    with pytest.raises(refusals.ForumCancelled):
        services.cancel(registration=seated)

    assert list(forum.registrations.confirmed()) == [seated]
    assert list(forum.registrations.waitlisted()) == [waiting]
