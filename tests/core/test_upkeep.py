"""Upkeep: a job whose worker died is done after all, and what is of no use any more goes."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.utils import IntegrityError
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.accounts import services as accounts
from portal.core import jobs
from portal.core.personal_data.log_masking import MaskPersonalData
from portal.notifications import jobs as mail_jobs
from portal.notifications import services
from portal.notifications.models import Notification, State
from tests.factories import make_comment


def write_code() -> Notification:
    """A code to an address without an account."""
    accounts.send_code(kind="sign_up_code", address="somebody@example.org", code="123456", language="ko")
    return Notification.objects.latest("pk")


def run(task) -> None:
    """Run a job that works on the queue itself."""
    async_to_sync(task.func)(SimpleNamespace(app=app), timestamp=0)


def jobs_by_status() -> dict[str, int]:
    return {status: ProcrastinateJob.objects.filter(status=status).count() for status in ("todo", "doing", "succeeded")}


@pytest.mark.django_db(transaction=True)
def test_a_message_whose_worker_died_is_sent_by_the_next_one(mailbox):
    write_code()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")  # a worker took it and is gone

    run(jobs.retry_cut_off_jobs)

    assert jobs_by_status() == {"todo": 1, "doing": 0, "succeeded": 0}


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_lives_is_left_alone():
    write_code()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())

    run(jobs.retry_cut_off_jobs)

    assert jobs_by_status() == {"todo": 0, "doing": 1, "succeeded": 0}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("minutes", "is_taken_back"), [(29, False), (31, True)])
def test_a_job_that_nobody_said_was_done_is_done_again_after_half_an_hour(minutes, is_taken_back):
    write_code()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())
        cursor.execute("UPDATE procrastinate_events SET at = now() - make_interval(mins => %s)", [minutes])

    run(jobs.retry_cut_off_jobs)

    assert jobs_by_status() == {"todo": int(is_taken_back), "doing": int(not is_taken_back), "succeeded": 0}


@pytest.mark.django_db(transaction=True)
def test_finished_jobs_go_after_three_days():
    for _number in range(2):
        write_code()
    old, new = ProcrastinateJob.objects.order_by("pk").values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '73 hours' WHERE job_id = %s", [old])

    run(jobs.forget_finished_jobs)

    assert list(ProcrastinateJob.objects.values_list("pk", flat=True)) == [new]


def test_expired_sessions_go(db):
    stores = {name: SessionStore() for name in ("expired", "live")}
    for name, store in stores.items():
        store["draft"] = name
        store.create()
    Session.objects.filter(pk=stores["expired"].session_key).update(expire_date=timezone.now() - timedelta(seconds=1))

    jobs.forget_expired_sessions(timestamp=0)

    assert list(Session.objects.values_list("pk", flat=True)) == [stores["live"].session_key]


def test_codes_leave_no_address_behind_and_records_stay(db):
    write_code()
    comment = make_comment()
    make_comment(parent=comment)  # its author is told: a record

    with time_machine.travel(timezone.now() + timedelta(hours=49), tick=False):
        newest = write_code()
        mail_jobs.forget_passing_messages(timestamp=0)

    assert set(Notification.objects.values_list("kind", "pk")) == {
        ("comment_replied", Notification.objects.get(kind="comment_replied").pk),
        ("sign_up_code", newest.pk),
    }


def test_a_code_that_has_expired_meanwhile_is_not_sent(db, mailbox):
    code = write_code()

    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1), tick=False):
        code = services.send(notification_id=code.pk)

    assert (code.state, code.body, mailbox.received) == (State.SUPPRESSED, "", [])


def test_logs_name_nobody_not_even_in_a_traceback():
    problem = IntegrityError("Key (email)=(somebody@example.org) already exists, from 203.0.113.7")
    information = (IntegrityError, problem, None)
    record = logging.LogRecord("portal", logging.ERROR, __file__, 1, "%s", ("other@example.org",), information)

    line = MaskPersonalData("%(message)s").format(record)

    assert "Key (email)=(***@***) already exists, from 203.0.x.x" in line
    assert "example.org" not in line
