"""Mails about answers that wait to be sent: what was hidden or withdrawn meanwhile is in none of them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.answers import services
from portal.discussion import services as discussion
from portal.discussion.models import State
from portal.notifications.models import Notification
from portal.progress.services import follow
from portal.progress.services.digests import write_digests
from tests.factories import make_answer, make_answer_request, make_citizen, make_comment, make_officer, make_task, put

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
MONDAY_NOON, TUESDAY = datetime(2026, 11, 23, 12, tzinfo=SEOUL), datetime(2026, 11, 24, 8, 10, tzinfo=SEOUL)
PROMISE = services.Promise("그늘막 열 곳을 더 세웁니다.", date(2027, 3, 31), "We put up ten more shades.")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY_NOON, tick=False) as clock:
        yield clock


def followed():
    """A task with a follower who reads English, and an author whose mails are left out."""
    task = make_task()
    follow(task=task, person=make_citizen(language="en"), level="official")
    return task


def answered(clock, task, officer):
    """A request whose answer promises something, and the daily message about it, written but not sent."""
    clock.shift(timedelta(minutes=1))
    request = make_answer(comment=make_comment(task=task), officer=officer, promises=[PROMISE])
    Notification.objects.all().delete()
    clock.move_to(TUESDAY)
    assert write_digests(now=TUESDAY) == 1
    return request


def lines(mails) -> list[str]:
    return [line for mail in mails for line in mail.get_content().splitlines() if line.startswith("- ")]


def test_an_answer_that_stands_is_told_with_what_it_promises(mailbox, clock):
    request = answered(clock, followed(), make_officer())

    (mail,) = mailbox.deliver()

    assert lines([mail]) == [
        "- The answer to a comment: Answered: Accepted",
        "- The city has promised something for Wed 31 March 2027.",
    ]
    assert mail.get_content().count(f"/en/answers/{request.pk}/") == 2


@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN, State.TAKEN_DOWN, State.UNDER_REVIEW])
def test_of_an_answer_that_went_neither_outcome_nor_promise_is_told(mailbox, clock, state):
    request = answered(clock, followed(), make_officer())
    put(request.reply, state)

    assert lines(mailbox.deliver()) == ["- The answer to a comment: Received"]


@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN, State.TAKEN_DOWN, State.UNDER_REVIEW])
def test_of_a_comment_that_went_nothing_is_told(mailbox, clock, state):
    request = answered(clock, followed(), make_officer())
    put(request.comment, state)

    assert mailbox.deliver() == []


def test_an_answer_given_anew_is_told_in_its_own_message_only(mailbox, clock):
    officer = make_officer()
    request = answered(clock, followed(), officer)
    discussion.withdraw(comment=request.reply, author=officer)
    make_answer(request=request, officer=officer, outcome="not_accepted", body="새 답변")
    Notification.objects.exclude(kind="task_digest").delete()

    told = lines(mailbox.deliver())

    assert told[0] == "- The answer to a comment: Received"
    assert not any("Accepted" in line for line in told)


def test_whether_a_promise_was_kept_is_not_told_when_its_answer_went(mailbox, clock):
    officer = make_officer()
    request = answered(clock, followed(), officer)
    mailbox.deliver()
    services.keep(commitment=request.commitments.get(), officer=officer, reason="세웠습니다.")
    clock.shift(timedelta(days=1))
    write_digests(now=TUESDAY + timedelta(days=1))
    put(request.reply, State.HIDDEN)
    mailbox.received.clear()

    assert mailbox.deliver() == []


def test_the_author_is_told_the_outcome_that_stands_and_not_the_one_that_was_taken_back(mailbox, clock):
    officer = make_officer()
    request = make_answer_request(comment=make_comment(author=make_citizen(language="en")), officer=officer)
    make_answer(request=request, officer=officer)
    clock.shift(timedelta(minutes=1))
    request.refresh_from_db()
    discussion.withdraw(comment=request.reply, author=officer)
    make_answer(request=request, officer=officer, outcome="not_accepted", body="새 답변")

    outcomes = [line for mail in mailbox.deliver() for line in mail.get_content().splitlines() if line.startswith("Outcome")]

    assert outcomes == ["Outcome: Not accepted"]
