"""Registering: who gets a seat, who waits, who is refused and in what words."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core.errors import TooManyRequests
from portal.forums.states import ForumState
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.services import refusals
from portal.registrations.services.registering import REGISTRATIONS_AN_HOUR
from portal.registrations.states import State
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db


def register(forum, people: int) -> list[Registration]:
    return [services.register(forum=forum, citizen=make_citizen()) for _ in range(people)]


def numbers(forum) -> list[int]:
    return [each.waiting_number for each in forum.registrations.waitlisted().with_waiting_number()]


def test_seats_go_to_the_first_and_the_rest_wait_in_order_of_arrival():
    forum = make_forum(capacity=2)

    people = register(forum, 5)

    forum.refresh_from_db()
    assert [each.arrival for each in people] == [1, 2, 3, 4, 5]
    assert list(forum.registrations.confirmed()) == people[:2]
    assert list(forum.registrations.waitlisted()) == people[2:]
    assert numbers(forum) == [1, 2, 3]
    assert (forum.seats_taken, forum.last_arrival) == (2, 5)


def test_registering_again_gives_the_same_registration():
    forum, citizen = make_forum(), make_citizen()
    first = services.register(forum=forum, citizen=citizen)

    second = services.register(forum=forum, citizen=citizen)

    forum.refresh_from_db()
    assert second == first
    assert (forum.seats_taken, forum.last_arrival) == (1, 1)


def test_registering_again_gives_the_same_registration_even_after_the_window_closed(time_machine):
    forum, citizen = make_forum(), make_citizen()
    first = services.register(forum=forum, citizen=citizen)
    time_machine.move_to(forum.registration_closes_at, tick=False)

    assert services.register(forum=forum, citizen=citizen) == first


def test_whoever_registers_again_after_cancelling_goes_to_the_end_of_the_line():
    forum, citizen = make_forum(capacity=1), make_citizen()
    first = services.register(forum=forum, citizen=citizen)
    waiting = register(forum, 2)
    services.cancel(registration=first)

    second = services.register(forum=forum, citizen=citizen)

    assert (second.state, second.arrival) == (State.WAITLISTED, 4)
    assert list(forum.registrations.waitlisted()) == [waiting[1], second]
    first.refresh_from_db()
    assert first.state == State.CANCELLED


@pytest.mark.parametrize(
    ("moment", "offset", "refusal"),
    [
        ("registration_opens_at", -1, refusals.RegistrationNotYetOpen),
        ("registration_opens_at", 0, None),
        ("registration_closes_at", -1, None),
        ("registration_closes_at", 0, refusals.RegistrationClosed),
        ("starts_at", -1, refusals.RegistrationClosed),
        ("starts_at", 0, refusals.ForumStarted),
        ("ends_at", 0, refusals.ForumStarted),
    ],
)
def test_the_window_opens_and_closes_to_the_second(time_machine, moment, offset, refusal):
    forum, citizen = make_forum(), make_citizen()
    time_machine.move_to(getattr(forum, moment) + timedelta(seconds=offset), tick=False)

    if refusal is None:
        assert services.register(forum=forum, citizen=citizen).state == State.CONFIRMED
        return
    with pytest.raises(refusal):
        services.register(forum=forum, citizen=citizen)
    assert not forum.registrations.exists()


def test_a_window_given_in_seoul_time_opens_at_that_second_in_seoul(time_machine):
    starts_at = timezone.datetime(2026, 12, 1, 14, tzinfo=timezone.get_default_timezone())
    opens_at = timezone.datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone())
    forum = make_forum(starts_at=starts_at, registration_opens_at=opens_at)
    citizen = make_citizen()
    time_machine.move_to("2026-11-19T23:59:59+00:00", tick=False)
    with pytest.raises(refusals.RegistrationNotYetOpen) as refused:
        services.register(forum=forum, citizen=citizen)

    time_machine.move_to("2026-11-20T00:00:00+00:00", tick=False)

    assert services.register(forum=forum, citizen=citizen).state == State.CONFIRMED
    assert "2026년 11월 20일(금) 09:00" in str(refused.value)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [(ForumState.DRAFT, refusals.ForumNotPublished), (ForumState.CANCELLED, refusals.ForumCancelled)],
)
def test_only_a_published_forum_can_be_registered_for(state, refusal):
    forum = make_forum(state=state)

    with pytest.raises(refusal):
        services.register(forum=forum, citizen=make_citizen())

    assert not forum.registrations.exists()


def test_a_person_who_registers_too_often_has_to_wait():
    forum, citizen = make_forum(), make_citizen()
    for _ in range(REGISTRATIONS_AN_HOUR):
        services.register(forum=forum, citizen=citizen)

    with pytest.raises(TooManyRequests):
        services.register(forum=forum, citizen=citizen)


def test_the_database_refuses_what_must_never_be():
    forum = make_forum(capacity=1)
    seated, waiting = register(forum, 2)
    now = timezone.now()
    forbidden = [
        lambda: type(forum).objects.filter(pk=forum.pk).update(seats_taken=2),
        lambda: type(forum).objects.filter(pk=forum.pk).update(capacity=0),
        lambda: type(forum).objects.filter(pk=forum.pk).update(ends_at=forum.starts_at),
        lambda: type(forum).objects.filter(pk=forum.pk).update(registration_closes_at=forum.starts_at + timedelta(seconds=1)),
        lambda: type(forum).objects.filter(pk=forum.pk).update(slug="mine"),
        lambda: Registration.objects.filter(pk=waiting.pk).update(citizen=seated.citizen),
        lambda: Registration.objects.filter(pk=waiting.pk).update(arrival=1),
        lambda: Registration.objects.filter(pk=waiting.pk).update(arrival=0),
        lambda: Registration.objects.filter(pk=waiting.pk).update(state=State.CONFIRMED),
        lambda: Registration.objects.filter(pk=waiting.pk).update(confirmed_at=now),
        lambda: Registration.objects.filter(pk=waiting.pk).update(state=State.CANCELLED),
        lambda: Registration.objects.filter(pk=waiting.pk).update(cancelled_at=now),
    ]

    for write in forbidden:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
