"""Seats kept for a time: while a form is filled in, and until somebody who waited accepts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from portal.forum_desk import services as forum_desk_services
from portal.forums.states import Handover
from portal.registrations import jobs, services
from portal.registrations.models import SentForm
from portal.registrations.party import Party
from portal.registrations.services import refusals
from portal.registrations.services.reservations import RESERVED_FOR
from portal.registrations.states import Ending, State
from tests.factories import make_citizen, make_forum, make_identity

pytestmark = pytest.mark.django_db
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def clock(time_machine):
    """Stands still until it is moved."""
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


def after(clock, span: timedelta) -> None:
    clock.move_to(timezone.now() + span, tick=False)


def state_of(registration) -> tuple[str, str, int]:
    registration.refresh_from_db()
    return registration.state, registration.ending, registration.seats


def offering_forum(**fields):
    """A full forum that offers its freed seat to the first of two who wait."""
    forum = make_forum(capacity=1, handover=Handover.OFFER, offer_hours=24, **fields)
    people = [services.register(forum=forum, citizen=make_citizen()) for _ in range(3)]
    services.cancel(registration=people[0])
    return forum, people[1], people[2]


def test_reserved_seats_are_nobody_elses_and_become_theirs(clock, mailbox):
    forum, citizen = make_forum(capacity=2, companions_limit=1), make_citizen()

    reserved = services.reserve(forum=forum, citizen=citizen, party=Party(2))
    other = services.register(forum=forum, citizen=make_citizen())

    assert (state_of(reserved), state_of(other)[0]) == ((State.RESERVED, "", 2), State.WAITLISTED)
    after(clock, RESERVED_FOR - MICROSECOND)
    assert services.register(forum=forum, citizen=citizen, party=Party(2)) == reserved
    assert state_of(reserved) == (State.CONFIRMED, "", 2)


def a_worker_runs(forum) -> None:
    jobs.settle_seats(timestamp=0)


def somebody_registers(forum) -> None:
    services.register(forum=forum, citizen=make_citizen())


@pytest.mark.parametrize("settle", [a_worker_runs, somebody_registers])
def test_a_reservation_that_lapsed_goes_to_whoever_waits(clock, mailbox, settle):
    forum = make_forum(capacity=1)
    reserved = services.reserve(forum=forum, citizen=make_citizen(), party=Party())
    waiting = services.register(forum=forum, citizen=make_citizen())
    after(clock, RESERVED_FOR)

    settle(forum)

    assert state_of(reserved) == (State.CANCELLED, Ending.RESERVATION_LAPSED, 0)
    assert state_of(waiting) == (State.CONFIRMED, "", 1)
    assert [mail for mail in mailbox.deliver() if reserved.citizen.email in mail["To"]] == []


def test_a_late_form_is_a_registration_like_any_other(clock):
    forum, citizen = make_forum(capacity=1), make_citizen()
    services.reserve(forum=forum, citizen=citizen, party=Party())
    after(clock, RESERVED_FOR)
    first = services.register(forum=forum, citizen=make_citizen())

    late = services.register(forum=forum, citizen=citizen)

    assert (state_of(first)[0], state_of(late)[0]) == (State.CONFIRMED, State.WAITLISTED)


def test_reserved_seats_of_a_forum_that_was_called_off_are_refused():
    forum, citizen = make_forum(capacity=1), make_citizen()
    reserved = services.reserve(forum=forum, citizen=citizen, party=Party())
    forum_desk_services.call_off(forum=forum, reason_ko="태풍")

    with pytest.raises(refusals.ForumCancelled):
        services.register(forum=forum, citizen=citizen)

    assert state_of(reserved)[0] == State.RESERVED


def test_more_time_is_given_once(clock):
    reserved = services.reserve(forum=make_forum(), citizen=make_citizen(), party=Party())
    after(clock, timedelta(minutes=14))

    services.extend_reservation(registration=reserved)

    with pytest.raises(refusals.ReservationExtendedBefore):
        services.extend_reservation(registration=reserved)
    after(clock, RESERVED_FOR - MICROSECOND)
    jobs.settle_seats(timestamp=0)
    assert state_of(reserved)[0] == State.RESERVED
    after(clock, MICROSECOND)
    with pytest.raises(refusals.ReservationLapsed):
        services.extend_reservation(registration=reserved)


def test_opening_the_form_again_gives_no_more_time_and_another_size_a_new_reservation(clock):
    forum, citizen = make_forum(capacity=3, companions_limit=2), make_citizen()
    first = services.reserve(forum=forum, citizen=citizen, party=Party(2))
    after(clock, timedelta(minutes=5))

    again = services.reserve(forum=forum, citizen=citizen, party=Party(2))
    larger = services.reserve(forum=forum, citizen=citizen, party=Party(3))

    assert (again, again.reserved_until) == (first, first.reserved_until)
    assert (state_of(first)[0], state_of(larger)) == (State.CANCELLED, (State.RESERVED, "", 3))
    forum.refresh_from_db()
    assert forum.seats_taken == 3


def test_nothing_is_reserved_where_somebody_waits_or_seats_are_missing():
    forum = make_forum(capacity=2, companions_limit=2)

    assert services.reserve(forum=forum, citizen=make_citizen(), party=Party(3)) is None
    services.register(forum=forum, citizen=make_citizen(), party=Party(3))
    assert services.reserve(forum=forum, citizen=make_citizen(), party=Party()) is None


def test_an_offer_is_accepted_until_its_deadline_and_twice_does_no_harm(clock, mailbox):
    _forum, offered, _next = offering_forum()
    assert state_of(offered) == (State.OFFERED, "", 1)
    after(clock, timedelta(hours=24) - MICROSECOND)

    services.accept(registration=offered)
    services.accept(registration=offered)

    assert state_of(offered) == (State.CONFIRMED, "", 1)
    subjects = [mail["Subject"] for mail in mailbox.deliver() if offered.citizen.email in mail["To"]]
    assert [subject.partition(":")[0].strip() for subject in subjects] == ["참가 신청이 확정되었습니다"]


def test_at_the_deadline_the_offer_has_gone_to_the_next(clock):
    _forum, offered, following = offering_forum()
    after(clock, timedelta(hours=24))

    with pytest.raises(refusals.NothingOffered):
        services.accept(registration=offered)

    jobs.settle_seats(timestamp=0)
    assert state_of(offered) == (State.CANCELLED, Ending.OFFER_LAPSED, 0)
    assert state_of(following) == (State.OFFERED, "", 1)


def test_a_declined_offer_goes_on_and_cannot_be_accepted():
    _forum, offered, following = offering_forum()

    services.decline(registration=offered)
    services.decline(registration=offered)

    assert (state_of(offered), state_of(following)[0]) == ((State.CANCELLED, Ending.OFFER_DECLINED, 0), State.OFFERED)
    with pytest.raises(refusals.NothingOffered):
        services.accept(registration=offered)


def test_no_offer_outlives_the_moment_at_which_the_list_stands_still(clock):
    forum = make_forum(capacity=1)
    freezes_at = timezone.now() + timedelta(hours=3)
    _forum, offered, following = offering_forum(freezes_at=freezes_at)

    assert offered.__class__.objects.get(pk=offered.pk).reserved_until == freezes_at
    clock.move_to(freezes_at, tick=False)
    jobs.settle_seats(timestamp=0)

    assert (state_of(offered)[0], state_of(following)[0]) == (State.CANCELLED, State.WAITLISTED)
    assert forum.seats_left == 1


def test_after_the_deadline_people_ask_the_organisers(clock):
    forum = make_forum(capacity=1, changes_close_at=timezone.now() + timedelta(hours=1))
    registration = services.register(forum=forum, citizen=make_citizen())
    after(clock, timedelta(hours=1))

    with pytest.raises(refusals.ChangesClosed):
        services.cancel(registration=registration)
    services.cancel(registration=registration, by=make_citizen())

    assert state_of(registration)[:2] == (State.CANCELLED, Ending.STAFF)


def test_residents_come_first_to_the_second(clock):
    forum = make_forum(capacity=5, residents_first_until=timezone.now() + timedelta(hours=1))
    elsewhere = make_citizen(identity=make_identity(district="outside"))

    services.register(forum=forum, citizen=make_citizen())
    for stranger in (elsewhere, make_citizen(verified=False)):
        with pytest.raises(refusals.ResidentsFirst):
            services.register(forum=forum, citizen=stranger)
    after(clock, timedelta(hours=1))
    services.register(forum=forum, citizen=elsewhere)

    assert forum.registrations.confirmed().count() == 2


def test_the_seats_of_a_closed_account_go_on_and_nobody_closed_is_promoted():
    forum = make_forum(capacity=1)
    seated, gone, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(3)]
    for registration in (seated, gone):
        registration.citizen.is_active = False
        registration.citizen.save(update_fields=["is_active"])

    jobs.free_seats_of_closed_accounts(timestamp=0)

    assert [state_of(each)[:2] for each in (seated, gone)] == [(State.CANCELLED, Ending.ACCOUNT_CLOSED)] * 2
    assert state_of(waiting)[0] == State.CONFIRMED


def test_a_form_sent_twice_gives_the_same_answer_and_other_content_is_refused(clock):
    forum, citizen, key = make_forum(capacity=3, companions_limit=1), make_citizen(), uuid4()
    first = services.register(forum=forum, citizen=citizen, form_key=key)
    services.cancel(registration=first)

    again = services.register(forum=forum, citizen=citizen, form_key=key)

    assert (again, forum.registrations.live().count()) == (first, 0)
    with pytest.raises(refusals.FormChanged):
        services.register(forum=forum, citizen=citizen, party=Party(2), form_key=key)
    after(clock, timedelta(days=3))
    jobs.forget_sent_forms(timestamp=0)
    assert SentForm.objects.count() == 0
