"""What an organiser does: publish, change the capacity, announce a change, call off."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from portal.core.models import AuditEvent
from portal.forum_desk import services
from portal.forum_desk.services import refusals
from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.registrations import services as registrations_services
from portal.registrations.services import refusals as registrations_refusals
from tests.factories import make_citizen, make_forum, make_staff

pytestmark = pytest.mark.django_db


def registered(forum, people: int) -> list:
    return [registrations_services.register(forum=forum, citizen=make_citizen()) for _ in range(people)]


def test_raising_the_capacity_promotes_exactly_that_many():
    forum = make_forum(capacity=1)
    people = registered(forum, 6)

    promoted = services.change_capacity(forum=forum, capacity=4)

    forum.refresh_from_db()
    assert promoted == people[1:4]
    assert list(forum.registrations.confirmed()) == people[:4]
    assert list(forum.registrations.waitlisted()) == people[4:]
    assert (forum.capacity, forum.seats_taken) == (4, 4)


def test_more_seats_than_people_waiting_stay_free():
    forum = make_forum(capacity=0)
    people = registered(forum, 2)

    services.change_capacity(forum=forum, capacity=5)

    forum.refresh_from_db()
    assert list(forum.registrations.confirmed()) == people
    assert forum.seats_left == 3


def test_the_capacity_cannot_fall_below_those_who_are_seated():
    forum = make_forum(capacity=3)
    people = registered(forum, 2)

    services.change_capacity(forum=forum, capacity=2)
    with pytest.raises(refusals.CapacityBelowSeated, match="2"):
        services.change_capacity(forum=forum, capacity=1)

    forum.refresh_from_db()
    assert forum.capacity == 2
    assert list(forum.registrations.confirmed()) == people


@pytest.mark.parametrize("capacity", [-1, 100_001, 10**12])
def test_an_absurd_capacity_is_refused(capacity):
    forum = make_forum(capacity=3)

    with pytest.raises(refusals.UnusableCapacity):
        services.change_capacity(forum=forum, capacity=capacity)

    forum.refresh_from_db()
    assert forum.capacity == 3


@pytest.mark.parametrize(("capacity", "overbooked", "promoted"), [(1, 0, 0), (2, 0, 1), (0, 1, 0)])
def test_a_change_of_the_capacity_is_on_record_with_what_came_of_it(capacity, overbooked, promoted):
    forum, organiser = make_forum(capacity=1), make_staff("organiser")
    registered(forum, 2)

    services.change_capacity(forum=forum, capacity=capacity, by=organiser, may_overbook=True)

    entry = AuditEvent.objects.get(action="forum.capacity_changed")
    assert (entry.actor, entry.role, entry.subject) == (organiser.pk, "organiser", f"forum:{forum.pk}")
    assert entry.details == {"before": 1, "after": capacity, "overbooked": overbooked, "promoted": promoted}


def test_a_change_of_what_is_announced_is_on_record_with_its_fields():
    forum, organiser = make_forum(), make_staff("organiser")

    services.edit(forum=forum, values={"title_ko": "새 제목", "venue_ko": "새 장소"}, by=organiser)
    services.edit(forum=forum, values={"title_ko": "새 제목"}, by=organiser)

    entry = AuditEvent.objects.get(action="forum.edited")
    assert (entry.actor, entry.subject, entry.details) == (
        organiser.pk,
        f"forum:{forum.pk}",
        {"fields": ["title_ko", "venue_ko"]},
    )


def test_more_seats_after_the_start_promote_nobody(time_machine):
    forum = make_forum(capacity=1)
    _, waiting = registered(forum, 2)
    time_machine.move_to(forum.starts_at, tick=False)

    services.change_capacity(forum=forum, capacity=2)

    assert list(forum.registrations.waitlisted()) == [waiting]


def test_more_seats_after_registration_closed_still_go_to_those_who_wait(time_machine):
    forum = make_forum(capacity=1)
    people = registered(forum, 2)
    time_machine.move_to(forum.registration_closes_at, tick=False)

    services.change_capacity(forum=forum, capacity=2)

    assert list(forum.registrations.confirmed()) == people


def test_publishing_shows_a_draft_and_can_be_repeated():
    forum = make_forum(state=ForumState.DRAFT)
    assert not Forum.objects.published().exists()

    services.publish(forum=forum)
    services.publish(forum=forum)

    assert list(Forum.objects.published()) == [forum]


def test_calling_off_tells_everybody_and_keeps_who_would_have_come(mailbox):
    forum = make_forum(capacity=1)
    seated, waiting, gone = registered(forum, 3)
    registrations_services.cancel(registration=gone)
    before = len(mailbox.deliver())

    told = services.call_off(forum=forum, reason_ko="태풍 예보", reason_en="A typhoon is forecast")

    forum.refresh_from_db()
    assert told == [seated, waiting]
    assert forum.state == ForumState.CANCELLED
    assert list(forum.registrations.confirmed()) == [seated]
    mails = mailbox.deliver()[before:]
    assert [mail["To"] for mail in mails] == [seated.citizen.email, waiting.citizen.email]
    assert [len(list(mail.iter_attachments())) for mail in mails] == [1, 0]
    assert all("태풍 예보" in mail.get_body().get_content() for mail in mails)


def test_a_forum_is_called_off_once_and_never_published_again():
    forum = make_forum()
    registered(forum, 1)
    services.call_off(forum=forum, reason_ko="사정")

    assert services.call_off(forum=forum, reason_ko="다른 사정") == []

    forum.refresh_from_db()
    assert (forum.cancellation_reason_ko, forum.revision) == ("사정", 1)
    with pytest.raises(registrations_refusals.ForumCancelled):
        services.publish(forum=forum)


def test_a_forum_that_has_started_cannot_be_called_off(time_machine):
    forum = make_forum()
    time_machine.move_to(forum.starts_at, tick=False)

    with pytest.raises(registrations_refusals.ForumStarted):
        services.call_off(forum=forum, reason_ko="늦음")


def test_nobody_is_told_about_a_cancelled_draft(mailbox):
    forum = make_forum(state=ForumState.DRAFT)

    assert services.call_off(forum=forum, reason_ko="사정") == []

    assert mailbox.deliver() == []


def test_a_change_sends_a_new_invitation_to_those_with_a_seat(mailbox):
    forum = make_forum(capacity=1)
    seated, _waiting = registered(forum, 2)
    before = len(mailbox.deliver())
    Forum.objects.filter(pk=forum.pk).update(
        starts_at=forum.starts_at + timedelta(hours=1), ends_at=forum.ends_at + timedelta(hours=1)
    )

    told = services.record_change(forum=forum)

    assert told == [seated]
    (mail,) = mailbox.deliver()[before:]
    (invitation,) = mail.iter_attachments()
    assert mail["To"] == seated.citizen.email
    (event,) = Calendar.from_ical(invitation.get_payload(decode=True)).walk("VEVENT")
    assert event["SEQUENCE"] == 1
    assert event["DTSTART"].dt == forum.starts_at + timedelta(hours=1)
