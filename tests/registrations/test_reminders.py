"""Reminders: at their moment by the city's clock, exactly once, to those who come, also after a day without a worker."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from portal.forum_desk import services as forum_desk_services
from portal.forums.models import Forum
from portal.notifications.models import Notification
from portal.registrations import jobs, services
from portal.registrations.models import Reminder
from portal.registrations.services import reminders
from portal.registrations.states import ReminderKind
from tests.at_once import at_once
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db
STARTS_AT = "2027-03-01T09:00:00+09:00"  # the day before is the last of a short month


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2027-02-10T12:00:00+09:00", tick=False)
    return time_machine


def make_reminding_forum(**fields) -> Forum:
    every = {"reminds_a_week_before": True, "reminds_a_day_before": True, "reminds_on_the_day": True}
    return make_forum(capacity=2, starts_at=datetime.fromisoformat(STARTS_AT), **{**every, **fields})


def sent() -> list[str]:
    return list(Reminder.objects.order_by("pk").values_list("kind", flat=True))


def test_each_reminder_comes_at_its_hour_in_seoul_and_once(clock, mailbox):
    forum = make_reminding_forum()
    services.register(forum=forum, citizen=make_citizen())
    moments = ["2027-02-22T10:00:00+09:00", "2027-02-28T10:00:00+09:00", "2027-03-01T08:00:00+09:00"]

    for count, moment in enumerate(moments):
        at = datetime.fromisoformat(moment)
        clock.move_to(at - timedelta(microseconds=1), tick=False)
        jobs.send_reminders(timestamp=0)
        assert len(sent()) == count
        clock.move_to(at, tick=False)
        jobs.send_reminders(timestamp=0)
        jobs.send_reminders(timestamp=0)
        assert len(sent()) == count + 1

    assert sent() == [ReminderKind.WEEK, ReminderKind.DAY, ReminderKind.SAME_DAY]


def test_after_days_without_a_worker_only_the_newest_is_sent_and_none_after_the_start(clock):
    forum = make_reminding_forum()
    services.register(forum=forum, citizen=make_citizen())
    clock.move_to("2027-02-28T23:00:00+09:00", tick=False)
    jobs.send_reminders(timestamp=0)
    clock.move_to(STARTS_AT, tick=False)
    jobs.send_reminders(timestamp=0)

    assert sent() == [ReminderKind.DAY]


def test_who_cancelled_waits_or_came_later_is_not_reminded(clock):
    forum = make_reminding_forum()
    gone, stays = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    services.cancel(registration=gone)
    clock.move_to("2027-02-22T10:00:01+09:00", tick=False)
    services.register(forum=forum, citizen=make_citizen())
    services.register(forum=forum, citizen=make_citizen())

    jobs.send_reminders(timestamp=0)

    assert [reminder.registration for reminder in Reminder.objects.all()] == [stays]


def test_a_forum_that_was_called_off_or_wants_none_reminds_nobody(clock):
    called_off, quiet = (
        make_reminding_forum(),
        make_forum(starts_at=datetime.fromisoformat(STARTS_AT), reminds_a_day_before=False),
    )
    for forum in (called_off, quiet):
        services.register(forum=forum, citizen=make_citizen())
    forum_desk_services.call_off(forum=called_off, reason_ko="태풍 예보")
    clock.move_to("2027-02-28T12:00:00+09:00", tick=False)

    jobs.send_reminders(timestamp=0)

    assert sent() == []


def test_the_mail_says_when_and_where_and_is_given_up_if_the_person_cancels(clock, mailbox):
    forum = make_reminding_forum(title_ko="갑천의 밤", online_url="https://zoom.us/j/1")
    comes, cancels = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    mailbox.deliver()
    mailbox.received.clear()
    clock.move_to("2027-02-28T10:00:00+09:00", tick=False)
    jobs.send_reminders(timestamp=0)
    services.cancel(registration=cancels)

    reminding = [mail for mail in mailbox.deliver() if "곧 열리는 포럼입니다" in mail["Subject"]]

    assert [mail["To"] for mail in reminding] == [comes.citizen.email]
    text = reminding[0].get_body(("plain",)).get_content()
    assert "2027년 3월 1일(월) 09:00" in text
    assert "https://zoom.us/j/1" in text


def test_who_was_reminded_of_a_day_is_reminded_of_the_one_the_forum_was_moved_to(clock):
    forum = make_reminding_forum(reminds_a_week_before=False)
    services.register(forum=forum, citizen=make_citizen())
    clock.move_to("2027-02-28T10:00:00+09:00", tick=False)
    jobs.send_reminders(timestamp=0)
    starts_at = datetime.fromisoformat("2027-04-01T09:00:00+09:00")
    forum_desk_services.edit(forum=forum, values={"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)})

    counts = []
    for moment in (
        "2027-02-28T10:10:00+09:00",
        "2027-03-31T10:00:00+09:00",
        "2027-03-31T10:10:00+09:00",
        "2027-04-01T08:00:00+09:00",
    ):
        clock.move_to(moment, tick=False)
        jobs.send_reminders(timestamp=0)
        counts.append(Notification.objects.filter(kind="registration_reminder").count())

    assert counts == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("starts_at", "words"), [("2027-03-01T15:00:00+09:00", ["15:00", "구청 회의실"]), ("2027-04-01T09:00:00+09:00", None)]
)
def test_a_reminder_that_waited_while_the_forum_was_moved_says_what_holds_now(clock, mailbox, starts_at, words):
    forum = make_reminding_forum()
    services.register(forum=forum, citizen=make_citizen())
    clock.move_to("2027-02-28T10:00:00+09:00", tick=False)
    jobs.send_reminders(timestamp=0)
    moved = datetime.fromisoformat(starts_at)

    forum_desk_services.edit(
        forum=forum, values={"starts_at": moved, "ends_at": moved + timedelta(hours=2), "venue_ko": "구청 회의실"}
    )
    mails = [mail.get_body().get_content() for mail in mailbox.deliver() if "곧 열리는 포럼입니다" in mail["Subject"]]

    assert [[word in mail for word in words or []] for mail in mails] == ([[True, True]] if words else [])
    assert "09:00" not in "".join(mails)


def test_another_place_on_the_same_day_reminds_nobody_again(clock):
    forum = make_reminding_forum()
    services.register(forum=forum, citizen=make_citizen())
    clock.move_to("2027-02-28T10:00:00+09:00", tick=False)
    jobs.send_reminders(timestamp=0)

    forum_desk_services.edit(forum=forum, values={"venue_ko": "구청 회의실"})
    jobs.send_reminders(timestamp=0)

    assert sent() == [ReminderKind.DAY]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_everybody_once():
    forum = make_forum(capacity=20, starts_at=timezone.now() + timedelta(hours=30), reminds_a_day_before=True)
    for _ in range(20):
        services.register(forum=forum, citizen=make_citizen())
    moment = reminders.moment_of(forum, ReminderKind.DAY)
    forum.registrations.update(confirmed_at=moment - timedelta(hours=1))

    outcomes = at_once([lambda: reminders.send_due(now=moment)] * 4)

    assert (sum(outcomes), Reminder.objects.count()) == (20, 20)


def test_the_database_keeps_one_reminder_of_each_kind(clock):
    registration = services.register(forum=make_reminding_forum(), citizen=make_citizen())
    again = {"registration": registration, "sent_at": timezone.now()}
    Reminder.objects.create(kind=ReminderKind.DAY, **again)
    Reminder.objects.create(kind=ReminderKind.WEEK, **again)

    with pytest.raises(IntegrityError):
        Reminder.objects.create(kind=ReminderKind.DAY, **again)
