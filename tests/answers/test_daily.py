"""One mail on a working day to each officer whose department has something to do soon."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from portal.accounts import services as accounts
from portal.answers import services
from portal.answers.jobs import write_reminders_of_answers
from portal.answers.models import AnswerRequest
from portal.discussion.models import State
from portal.notifications.models import Notification
from tests.at_once import at_once
from tests.factories import make_answer, make_answer_request, make_citizen, make_department, make_officer, put

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
THURSDAY = datetime(2026, 11, 26, 8, 30, tzinfo=SEOUL)
EARLY, EVENING = THURSDAY - timedelta(seconds=1), THURSDAY + timedelta(hours=15)
SATURDAY, MONDAY = THURSDAY + timedelta(days=2), THURSDAY + timedelta(days=4)


def reminded() -> list[int]:
    return list(Notification.objects.filter(kind="answers_daily").order_by("pk").values_list("recipient", flat=True))


def counts_in(body: str) -> list[int]:
    lines = [line.rpartition(": ")[2] for line in body.splitlines()]
    return [int(value) for value in lines if value.isdecimal()]


def test_what_is_late_due_new_unassigned_and_promised_is_counted():
    officer = make_officer(language="en")
    with time_machine.travel("2026-11-02T10:00:00+09:00", tick=False):
        make_answer_request(officer=officer)  # due on 16 November
        for days in (20, 27, 90):
            make_answer(officer=officer, promises=[services.Promise("합니다", date(2026, 11, 2) + timedelta(days=days))])
    with time_machine.travel("2026-11-13T10:00:00+09:00", tick=False):
        make_answer_request(officer=officer)  # due on 27 November
        put(make_answer_request(officer=officer).comment, State.HIDDEN)
        make_answer_request()
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False):
        services.write_reminders(now=timezone.now())
    with time_machine.travel("2026-11-25T10:00:00+09:00", tick=False):
        make_answer_request(officer=officer)
        AnswerRequest.objects.filter(pk=make_answer_request(officer=officer).pk).update(department=None)

    with time_machine.travel(THURSDAY, tick=False):
        services.write_reminders(now=timezone.now())

    body = Notification.objects.filter(kind="answers_daily", recipient=officer).latest("pk").body
    # Late, due soon, arrived, without a department, past their day, within a week.
    assert counts_in(body) == [1, 1, 1, 1, 1, 1]
    assert "/en/answers/desk/" in body


def test_once_on_business_days_from_half_past_eight_on():
    officer = make_officer()
    with time_machine.travel("2026-11-02T10:00:00+09:00", tick=False):
        make_answer_request(officer=officer)

    written = []
    for now in (EARLY, THURSDAY, EVENING, SATURDAY, MONDAY):
        with time_machine.travel(now, tick=False):
            written.append(services.write_reminders(now=now))

    assert written == [0, 1, 0, 0, 1]
    assert reminded() == [officer.pk] * 2


def test_nobody_is_written_to_for_nothing_and_only_officers_are():
    make_officer()
    make_citizen()
    with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False):
        busy = make_officer()
        make_answer_request(officer=busy)
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False):
        services.write_reminders(now=timezone.now())
    with time_machine.travel(THURSDAY, tick=False):
        services.write_reminders(now=THURSDAY)  # six business days are left

    assert reminded() == [busy.pk]


def test_whoever_lost_the_role_before_the_mail_leaves_gets_none(mailbox):
    officer = make_officer()
    with time_machine.travel("2026-11-02T10:00:00+09:00", tick=False):
        make_answer_request(officer=officer)
    with time_machine.travel(THURSDAY, tick=False):
        services.write_reminders(now=THURSDAY)
        officer.groups.clear()

        assert officer.email not in [mail["X-Envelope-To"] for mail in mailbox.deliver()]

    assert Notification.objects.get(kind="answers_daily").state == "suppressed"


def test_what_arrives_in_the_evening_is_told_in_the_morning():
    officer, written = make_officer(), []
    with time_machine.travel(THURSDAY - timedelta(hours=14), tick=False):
        make_answer_request(officer=officer)
    for hours in (-13, -9, 0):
        now = THURSDAY + timedelta(hours=hours)
        with time_machine.travel(now, tick=False):
            written.append(services.write_reminders(now=now))

    assert written == [0, 0, 1]


def test_what_was_not_committed_when_the_reminder_was_written_is_told_the_next_time():
    officer = make_officer()
    with time_machine.travel(THURSDAY - timedelta(days=1), tick=False):
        make_answer_request(officer=officer)
        services.write_reminders(now=timezone.now())
    with time_machine.travel(THURSDAY - timedelta(days=1, seconds=5), tick=False):
        make_answer_request(officer=officer)

    with time_machine.travel(THURSDAY, tick=False):
        assert services.write_reminders(now=THURSDAY) == 1


@pytest.mark.parametrize("change", ["next day", "other department"])
def test_a_reminder_that_is_no_longer_true_is_not_sent(mailbox, change):
    officer = make_officer()
    with time_machine.travel("2026-11-02T10:00:00+09:00", tick=False):
        make_answer_request(officer=officer)
    with time_machine.travel(THURSDAY, tick=False):
        services.write_reminders(now=THURSDAY)
    if change == "other department":
        accounts.assign_department(officer=officer, department=make_department())

    with time_machine.travel(SATURDAY if change == "next day" else THURSDAY, tick=False):
        mailbox.deliver()

    assert Notification.objects.get(kind="answers_daily").state == "suppressed"


def test_a_hand_over_reminds_the_department_that_has_it_now():
    first, second = make_officer(), make_officer(department=make_department())
    with time_machine.travel("2026-11-25T10:00:00+09:00", tick=False):
        request = make_answer_request(officer=first)
        services.hand_over(request=request, officer=first, department=second.department, note="그곳 일입니다.")

    with time_machine.travel(THURSDAY, tick=False):
        services.write_reminders(now=THURSDAY)

    assert reminded() == [second.pk]


@pytest.mark.django_db(transaction=True)
def test_many_workers_write_it_once():
    officer = make_officer()
    with time_machine.travel("2026-11-02T10:00:00+09:00", tick=False):
        make_answer_request(officer=officer)

    with time_machine.travel(THURSDAY, tick=False):
        assert at_once([lambda: write_reminders_of_answers(timestamp=0) for _ in range(4)]) == [None] * 4

    assert reminded() == [officer.pk]
