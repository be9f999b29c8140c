"""A letter is written by a worker, some people at a time: to each of them once, whatever happens to the worker."""

import os
import signal
from collections import Counter
from itertools import count, takewhile
from threading import Barrier
from types import SimpleNamespace
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.db.models import QuerySet
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.accounts import services as accounts
from portal.accounts.models import User
from portal.core import jobs as upkeep
from portal.forums import notices, services
from portal.forums.models import Forum, Letter, LetterCopy
from portal.forums.services import letters
from portal.forums.states import Segment
from portal.notifications.models import Notification
from tests.at_once import at_once
from tests.factories import make_crowd, make_forum, make_staff
from tests.forums.workers import dies, run_worker, write_letters

KILLED = pytest.mark.django_db(transaction=True)


def send_to(people: int) -> Letter:
    """A letter to so many people, whom nobody has written to yet."""
    forum = make_forum(capacity=people)
    for citizen in make_crowd(people):
        services.register(forum=forum, citizen=citizen)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    Notification.objects.all().delete()
    words = {"subject": "안내", "body": "{nickname} 님께"}
    return letters.send(forum=forum, segment=Segment.CONFIRMED, by=make_staff("organiser"), form_key=uuid4(), **words)


def mails_of(letter: Letter) -> Counter:
    """How many mails each recipient has got, by their registration."""
    about = Notification.objects.filter(kind="registration_letter").values_list("about", flat=True)
    return Counter(int(each.split(":")[1]) for each in about)


def assert_each_got_one(letter: Letter) -> None:
    letter.refresh_from_db()
    assert mails_of(letter) == Counter(letter.recipients)
    assert letter.handled_count == letter.written_count == letter.copies.count() == letter.recipient_count


def waiting_jobs() -> list[dict]:
    return list(ProcrastinateJob.objects.filter(task_name="portal.forums.jobs.write_letter").values_list("args", flat=True))


def test_the_request_writes_down_who_gets_it_and_one_job(db):
    letter = send_to(3)

    assert letter.recipients == list(Forum.objects.get().registrations.order_by("arrival").values_list("pk", flat=True))
    assert (letter.recipient_count, letter.handled_count, letter.written_count) == (3, 0, 0)
    assert (waiting_jobs(), mails_of(letter)) == ([{"letter_id": letter.pk, "start": 0}], Counter())


def test_sending_asks_as_much_for_one_person_as_for_three(db):
    counts = []
    for people in (1, 3):
        letter = send_to(people)
        again = {"segment": Segment.CONFIRMED, "subject": "안내", "body": "글", "by": make_staff("organiser")}
        with CaptureQueriesContext(connection) as queries:
            letters.send(forum=letter.forum, form_key=uuid4(), **again)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@KILLED
def test_a_real_worker_writes_it_and_sends_it(mailbox, monkeypatch):
    monkeypatch.setattr(letters, "AT_ONCE", 2)
    letter = send_to(5)

    run_worker()

    assert_each_got_one(letter)
    assert len({mail["To"] for mail in mailbox.received}) == len(mailbox.received) == 5
    assert set(ProcrastinateJob.objects.filter(queue_name="mail").values_list("status", flat=True)) == {"succeeded"}


@KILLED
def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(mailbox, monkeypatch):
    monkeypatch.setattr(letters, "AT_ONCE", 2)
    letter, write, numbers = send_to(5), notices.letter, count(1)

    def kill_at_the_fourth(*arguments, **options):
        if next(numbers) == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        write(*arguments, **options)

    with monkeypatch.context() as killing:
        killing.setattr(notices, "letter", kill_at_the_fourth)
        assert dies(run_worker)
    letter.refresh_from_db()
    halfway = (letter.handled_count, sum(mails_of(letter).values()))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    async_to_sync(upkeep.retry_cut_off_jobs.func)(SimpleNamespace(app=app), timestamp=0)
    run_worker()

    assert halfway == (2, 2)
    assert_each_got_one(letter)
    assert len({mail["To"] for mail in mailbox.received}) == 5


def dies_before(statement: int) -> bool:
    """Write a letter to three in lots of two, die, do the jobs that are left again; whether there was such a statement."""
    letter, numbers = send_to(3), count(1)

    def die_in_time(execute, *arguments):
        if next(numbers) == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    def write_first_lot():
        with connection.execute_wrapper(die_in_time):
            letters.write_some(letter_id=letter.pk, start=0)

    is_killed = dies(write_first_lot)
    # The job is still there, for its worker never said that it was done.
    write_letters()
    assert_each_got_one(letter)
    return is_killed


@KILLED
def test_killed_before_any_statement_each_still_gets_one(monkeypatch):
    monkeypatch.setattr(letters, "AT_ONCE", 2)

    assert len(list(takewhile(dies_before, count(1)))) > 5


@KILLED
def test_without_the_transaction_it_leaves_halves(monkeypatch):
    monkeypatch.setattr(letters, "AT_ONCE", 2)
    monkeypatch.setattr(letters, "write_some", letters.write_some.__wrapped__)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)

    with pytest.raises((AssertionError, IntegrityError)):
        list(takewhile(dies_before, count(1)))


@KILLED
def test_the_same_job_in_five_workers_at_once_writes_once():
    letter = send_to(3)

    written = at_once([lambda: letters.write_some(letter_id=letter.pk, start=0)] * 5)

    assert sorted(written) == [0, 0, 0, 0, 3]
    assert_each_got_one(letter)


def write_twice_without_lock(monkeypatch, letter: Letter) -> list:
    """Two workers that both have read the letter before either writes; what came of it."""
    both, people_of = Barrier(2, timeout=10), letters.people_of

    def wait_for_the_other(*arguments):
        both.wait()
        return people_of(*arguments)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    monkeypatch.setattr(letters, "people_of", wait_for_the_other)
    return at_once([lambda: letters.write_some(letter_id=letter.pk, start=0)] * 2)


@KILLED
def test_without_the_lock_the_constraint_holds(monkeypatch):
    letter = send_to(3)

    written = write_twice_without_lock(monkeypatch, letter)

    assert sorted(type(each) for each in written if each != 3) == [IntegrityError]
    assert_each_got_one(letter)


@KILLED
def test_without_lock_and_constraint_people_get_two(monkeypatch):
    letter = send_to(3)
    once = next(each for each in LetterCopy._meta.constraints if each.name == "letter_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(LetterCopy, once)

    write_twice_without_lock(monkeypatch, letter)

    assert set(mails_of(letter).values()) == {2}
    LetterCopy.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(LetterCopy, once)


def test_whoever_left_the_part_or_closed_the_account_meanwhile_gets_none(db):
    letter = send_to(4)
    stays, cancels, leaves, is_erased = letter.forum.registrations.order_by("arrival")
    services.cancel(registration=cancels)
    User.objects.filter(pk=leaves.citizen_id).update(is_active=False)
    letter.forum.registrations.filter(pk=is_erased.pk).update(citizen=None, anonymised_at=letter.sent_at)
    newcomer = services.register(forum=letter.forum, citizen=make_crowd(1)[0])

    write_letters()

    letter.refresh_from_db()
    assert (mails_of(letter), newcomer.is_confirmed) == (Counter([stays.pk]), True)
    assert (letter.is_done, letter.written_count, letter.left_out_count) == (True, 1, 3)


def test_a_lot_reads_as_often_for_one_person_as_for_three(db):
    """A mail is a message and a job to insert, and nothing is read for it."""
    counts = []
    for people in (1, 3):
        letter = send_to(people)
        with CaptureQueriesContext(connection) as queries:
            letters.write_some(letter_id=letter.pk, start=0)
        counts.append(sum(query["sql"].startswith("SELECT") and "procrastinate" not in query["sql"] for query in queries))

    assert counts[0] == counts[1] > 0


def test_a_sign_in_code_does_not_wait_behind_a_letter(db):
    send_to(2)
    write_letters()

    accounts.send_code(kind="sign_up_code", address="somebody@example.org", code="123456", language="ko")

    priorities = ProcrastinateJob.objects.order_by("pk").values_list("priority", flat=True)
    assert list(priorities) == [-10, -10, 0]
