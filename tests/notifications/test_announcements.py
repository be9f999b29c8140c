"""What hundreds of people hear at once: asked for in a moment, written by jobs, to each once, whatever happens to the worker."""

import os
import signal
from collections import Counter
from itertools import count, takewhile
from time import monotonic

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.forum_desk import services
from portal.forums.models import Forum
from portal.forums.states import Handover
from portal.notifications import jobs
from portal.notifications import services as notifications
from portal.notifications.models import Announcement, Notification, State
from portal.notifications.services import announcing
from portal.registrations import mails
from portal.registrations import services as registrations
from portal.registrations.models import Registration
from portal.registrations.services import seats
from tests.at_once import at_once
from tests.factories import make_crowd, make_forum, make_staff
from tests.forum_desk.managing import english
from tests.registrations.workers import dies, run_worker

KILLED = pytest.mark.django_db(transaction=True)
CANCELLED, CHANGED, PROMOTED = "registration_forum_cancelled", "registration_forum_changed", "registration_promoted"


def make_full_forum(people: int, *, seated: int | None = None, **options) -> Forum:
    """A forum with so many registrations, made by one statement each; `seated` of them have a seat."""
    seated = people if seated is None else seated
    forum = make_forum(capacity=seated, **options)
    crowd, now = make_crowd(people), timezone.now()
    rows = [
        Registration(
            forum=forum,
            citizen=citizen,
            arrival=number,
            state=Registration.State.CONFIRMED if number <= seated else Registration.State.WAITLISTED,
            seats=int(number <= seated),
            registered_at=now,
            confirmed_at=now if number <= seated else None,
        )
        for number, citizen in enumerate(crowd, start=1)
    ]
    Registration.objects.bulk_create(rows)
    Forum.objects.filter(pk=forum.pk).update(seats_taken=seated, last_arrival=people)
    forum.refresh_from_db()
    return forum


def write_announcements() -> None:
    """Do the jobs of announcements that wait, and those that follow from them."""
    waiting = ProcrastinateJob.objects.filter(task_name=jobs.write_announcement.name, status="todo").order_by("pk")
    while (job := waiting.first()) is not None:
        jobs.write_announcement(**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])


def told(kind: str) -> Counter:
    """How many mails of a kind each registration got."""
    return Counter(int(about.split(":")[1]) for about in Notification.objects.filter(kind=kind).values_list("about", flat=True))


def keys_of(forum: Forum, **which) -> list[int]:
    return list(forum.registrations.filter(**which).order_by("arrival").values_list("pk", flat=True))


def call_off(forum: Forum) -> None:
    services.call_off(forum=forum, reason_ko="태풍", by=make_staff("organiser"))


def move(forum: Forum) -> None:
    services.edit(forum=forum, values={"venue_ko": "2층 소강당"}, by=make_staff("organiser"))


def add_seats(forum: Forum) -> None:
    services.change_capacity(forum=forum, capacity=2_000, by=make_staff("organiser"))


@pytest.mark.parametrize(
    ("act", "kind", "seated"),
    [(call_off, CANCELLED, None), (move, CHANGED, None), (add_seats, PROMOTED, 0)],
)
def test_three_hundred_cost_a_request_no_more_than_ten(db, act, kind, seated):
    counts, seconds = [], 0.0
    for people in (10, 300):
        forum = make_full_forum(people, seated=seated)
        with CaptureQueriesContext(connection) as queries:
            began = monotonic()
            act(forum)
            seconds = monotonic() - began
        counts.append(len(queries))
        assert told(kind) == Counter()

    assert counts[0] == counts[1] <= 40
    # A tenth of it is usual; the machine may be busy.
    assert seconds < 2
    write_announcements()
    assert told(kind) == Counter(Registration.objects.values_list("pk", flat=True))


def test_a_handful_hears_of_it_at_once(db):
    forum = make_full_forum(5)

    call_off(forum)

    assert told(CANCELLED) == Counter(keys_of(forum))
    assert not ProcrastinateJob.objects.filter(task_name=jobs.write_announcement.name).exists()


def test_offers_to_many_and_their_lapse_are_written_by_jobs(db):
    forum = make_full_forum(8, seated=0, handover=Handover.OFFER)
    add_seats(forum)
    write_announcements()

    Registration.objects.update(reserved_until=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        seats.settle_lapsed(now=timezone.now())
    write_announcements()

    assert told("registration_offered") == told("registration_offer_lapsed") == Counter(keys_of(forum))
    assert len(queries) < 25


@KILLED
def test_a_real_worker_writes_and_sends_it(mailbox, monkeypatch):
    monkeypatch.setattr(announcing, "AT_ONCE", 3)
    forum = make_full_forum(7)
    call_off(forum)

    run_worker()

    assert (told(CANCELLED), len(mailbox.received)) == (Counter(keys_of(forum)), 7)
    assert Announcement.objects.get().is_done


def dies_before(statement: int) -> bool:
    """Write to seven in lots of four, die, do the jobs that are left again; whether there was such a statement."""
    forum, numbers = make_full_forum(7), count(1)
    call_off(forum)
    announcement = Announcement.objects.latest("pk")

    def die_in_time(execute, *arguments):
        if next(numbers) == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    def write_first_lot():
        with connection.execute_wrapper(die_in_time):
            notifications.write_some(announcement_id=announcement.pk, start=0)

    is_killed = dies(write_first_lot)
    write_announcements()
    assert Counter({key: n for key, n in told(CANCELLED).items() if key in keys_of(forum)}) == Counter(keys_of(forum))
    return is_killed


@KILLED
def test_killed_before_any_statement_each_still_hears_of_it_once(monkeypatch):
    monkeypatch.setattr(announcing, "AT_ONCE", 4)

    assert len(list(takewhile(dies_before, count(1)))) > 5


@KILLED
def test_the_same_job_twice_at_once_writes_once():
    forum = make_full_forum(7)
    call_off(forum)
    announcement = Announcement.objects.get()

    written = at_once([lambda: notifications.write_some(announcement_id=announcement.pk, start=0)] * 5)

    assert sorted(written) == [0, 0, 0, 0, 7]
    assert told(CANCELLED) == Counter(keys_of(forum))


def test_whoever_gave_the_seat_back_meanwhile_hears_of_no_move(db):
    forum = make_full_forum(7)
    move(forum)
    gone = forum.registrations.order_by("arrival").first()
    registrations.cancel(registration=gone)

    write_announcements()

    assert told(CHANGED) == Counter(key for key in keys_of(forum) if key != gone.pk)
    assert Announcement.objects.get(kind=CHANGED).is_done


def test_of_two_moves_in_a_row_only_the_last_is_told(db, mailbox):
    forum = make_full_forum(7)
    move(forum)
    write_announcements()
    services.edit(forum=forum, values={"venue_ko": "구청 강당"}, by=make_staff("organiser"))

    received = mailbox.deliver()

    assert len(received) == 7
    assert all("구청 강당" in mail.get_body(("plain",)).get_content() for mail in received)
    assert Notification.objects.filter(kind=CHANGED, state=State.SUPPRESSED).count() == 7


def test_one_mail_that_cannot_be_written_keeps_nobody_else_waiting(db, monkeypatch):
    forum = make_full_forum(7)
    call_off(forum)
    bad, path = keys_of(forum)[2], mails.path_of
    monkeypatch.setattr(mails, "path_of", lambda registration: 1 / 0 if registration.pk == bad else path(registration))

    write_announcements()

    assert told(CANCELLED) == Counter(key for key in keys_of(forum) if key != bad)
    assert Announcement.objects.get().is_done


def test_the_desk_says_how_far_the_mails_are(client, db):
    forum, organiser = make_full_forum(8), make_staff("organiser", is_staff=True)
    client.force_login(organiser)
    call_off(forum)

    waiting = client.get(english("forum_desk:forum", forum.slug))
    write_announcements()
    done = client.get(english("forum_desk:forum", forum.slug))

    assert "0 of 8" in waiting.content.decode()
    assert "0 of 8" not in done.content.decode()


def test_announcements_that_were_written_go_after_a_month(db):
    forum = make_full_forum(7)
    call_off(forum)
    before = timezone.now() + jobs.ANNOUNCEMENTS_KEPT

    unwritten = notifications.forget_announcements(before=before)
    write_announcements()

    assert (unwritten, notifications.forget_announcements(before=before)) == (0, 1)
    assert told(CANCELLED) == Counter(keys_of(forum))
