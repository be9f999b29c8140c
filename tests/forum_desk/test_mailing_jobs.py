"""A mailing is written by a worker, some people at a time: to each of them once, whatever happens to the worker."""

import os
import signal
from collections import Counter
from itertools import count, takewhile
from types import SimpleNamespace
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.accounts import services as accounts
from portal.accounts.models import User
from portal.core import jobs as upkeep
from portal.forum_desk import mails
from portal.forum_desk.models import Audience, Mailing, MailingCopy
from portal.forum_desk.services import mailings
from portal.forums.models import Forum
from portal.notifications.models import Notification
from portal.registrations import services
from tests.at_once import at_once
from tests.factories import make_crowd, make_forum, make_staff
from tests.registrations.workers import dies, run_worker, write_mailings

KILLED = pytest.mark.django_db(transaction=True)


def send_to(people: int) -> Mailing:
    """A mailing to so many people, whom nobody has written to yet."""
    forum = make_forum(capacity=people)
    for citizen in make_crowd(people):
        services.register(forum=forum, citizen=citizen)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    Notification.objects.all().delete()
    words = {"subject": "안내", "body": "{nickname} 님께"}
    return mailings.send(forum=forum, audience=Audience.CONFIRMED, by=make_staff("organiser"), form_key=uuid4(), **words)


def mails_of(mailing: Mailing) -> Counter:
    """How many mails each recipient has got, by their registration."""
    about = Notification.objects.filter(kind="registration_letter").values_list("about", flat=True)
    return Counter(int(each.split(":")[1]) for each in about)


def assert_each_got_one(mailing: Mailing) -> None:
    mailing.refresh_from_db()
    assert mails_of(mailing) == Counter(mailing.recipients)
    assert mailing.handled_count == mailing.written_count == mailing.copies.count() == mailing.recipient_count


def waiting_jobs() -> list[dict]:
    return list(ProcrastinateJob.objects.filter(task_name="portal.forum_desk.jobs.write_mailing").values_list("args", flat=True))


def test_the_request_writes_down_who_gets_it_and_one_job(db):
    mailing = send_to(3)

    assert mailing.recipients == list(Forum.objects.get().registrations.order_by("arrival").values_list("pk", flat=True))
    assert (mailing.recipient_count, mailing.handled_count, mailing.written_count) == (3, 0, 0)
    assert (waiting_jobs(), mails_of(mailing)) == ([{"mailing_id": mailing.pk, "start": 0}], Counter())


def test_sending_asks_as_much_for_one_person_as_for_three(db):
    counts = []
    for people in (1, 3):
        mailing = send_to(people)
        again = {"audience": Audience.CONFIRMED, "subject": "안내", "body": "글", "by": make_staff("organiser")}
        with CaptureQueriesContext(connection) as queries:
            mailings.send(forum=mailing.forum, form_key=uuid4(), **again)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@KILLED
def test_a_real_worker_writes_it_and_sends_it(mailbox, monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    mailing = send_to(5)

    run_worker()

    assert_each_got_one(mailing)
    assert len({mail["To"] for mail in mailbox.received}) == len(mailbox.received) == 5
    assert set(ProcrastinateJob.objects.filter(queue_name="mail").values_list("status", flat=True)) == {"succeeded"}


@KILLED
def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(mailbox, monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    mailing, write, numbers = send_to(5), mails.mailing, count(1)

    def kill_at_the_fourth(*arguments, **options):
        if next(numbers) == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return write(*arguments, **options)

    with monkeypatch.context() as killing:
        killing.setattr(mails, "mailing", kill_at_the_fourth)
        assert dies(run_worker)
    mailing.refresh_from_db()
    halfway = (mailing.handled_count, sum(mails_of(mailing).values()))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    async_to_sync(upkeep.retry_cut_off_jobs.func)(SimpleNamespace(app=app), timestamp=0)
    run_worker()

    assert halfway == (2, 2)
    assert_each_got_one(mailing)
    assert len({mail["To"] for mail in mailbox.received}) == 5


def dies_before(statement: int) -> bool:
    """Write a mailing to three in lots of two, die, do the jobs that are left again; whether there was such a statement."""
    mailing, numbers = send_to(3), count(1)

    def die_in_time(execute, *arguments):
        if next(numbers) == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    def write_first_lot():
        with connection.execute_wrapper(die_in_time):
            mailings.write_some(mailing_id=mailing.pk, start=0)

    is_killed = dies(write_first_lot)
    # The job is still there, for its worker never said that it was done.
    write_mailings()
    assert_each_got_one(mailing)
    return is_killed


@KILLED
def test_killed_before_any_statement_each_still_gets_one(monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 2)

    assert len(list(takewhile(dies_before, count(1)))) > 5


@KILLED
def test_the_same_job_in_five_workers_at_once_writes_once():
    mailing = send_to(3)

    written = at_once([lambda: mailings.write_some(mailing_id=mailing.pk, start=0)] * 5)

    assert sorted(written) == [0, 0, 0, 0, 3]
    assert_each_got_one(mailing)


def test_the_database_keeps_one_copy_for_each_registration(db):
    mailing = send_to(1)
    write_mailings()
    copy = MailingCopy.objects.get(mailing=mailing)

    with pytest.raises(IntegrityError):
        MailingCopy.objects.create(mailing=mailing, registration=copy.registration, written_at=copy.written_at)


def test_whoever_left_the_part_or_closed_the_account_meanwhile_gets_none(db):
    mailing = send_to(4)
    stays, cancels, leaves, is_erased = mailing.forum.registrations.order_by("arrival")
    services.cancel(registration=cancels)
    User.objects.filter(pk=leaves.citizen_id).update(is_active=False)
    mailing.forum.registrations.filter(pk=is_erased.pk).update(citizen=None, anonymised_at=mailing.sent_at)
    newcomer = services.register(forum=mailing.forum, citizen=make_crowd(1)[0])

    write_mailings()

    mailing.refresh_from_db()
    assert (mails_of(mailing), newcomer.is_confirmed) == (Counter([stays.pk]), True)
    assert (mailing.is_done, mailing.written_count, mailing.left_out_count) == (True, 1, 3)


def test_a_lot_reads_as_often_for_one_person_as_for_three(db):
    """A mail is a message and a job to insert, and nothing is read for it."""
    counts = []
    for people in (1, 3):
        mailing = send_to(people)
        with CaptureQueriesContext(connection) as queries:
            mailings.write_some(mailing_id=mailing.pk, start=0)
        counts.append(sum(query["sql"].startswith("SELECT") and "procrastinate" not in query["sql"] for query in queries))

    assert counts[0] == counts[1] > 0


def test_a_sign_in_code_does_not_wait_behind_a_mailing(db):
    send_to(2)
    write_mailings()

    accounts.send_code(kind="sign_up_code", address="somebody@example.org", code="123456", language="ko")

    priorities = ProcrastinateJob.objects.order_by("pk").values_list("priority", flat=True)
    assert list(priorities) == [-10, -10, 100]
