"""A digest is read again when it is sent: what was withdrawn, hidden or unfollowed since it was written is not in it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.notifications.models import Notification, State
from portal.notifications.services import send
from portal.progress import services
from portal.progress.services.digests import write_digests
from tests.factories import make_citizen, make_comment, make_milestone, make_officer, make_task, make_update, put

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
MONDAY_NOON, TUESDAY = datetime(2026, 11, 23, 12, tzinfo=SEOUL), datetime(2026, 11, 24, 8, 10, tzinfo=SEOUL)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY_NOON, tick=False) as clock:
        yield clock


def follow(*tasks, level: str = "all"):
    follower = make_citizen(language="en")
    for task in tasks:
        services.follow(task=task, person=follower, level=level)
    return follower


def write(clock) -> None:
    clock.move_to(TUESDAY)
    assert write_digests(now=TUESDAY) == 1


def lines(mail) -> list[str]:
    return [line for line in mail.get_content().splitlines() if line.startswith("- ")]


def later(clock, minutes: int = 1) -> None:
    clock.shift(timedelta(minutes=minutes))


def test_an_update_withdrawn_before_the_message_is_sent_is_not_named(mailbox, clock):
    task, officer = make_task(), make_officer()
    follow(task)
    later(clock)
    wrong = make_update(task=task, officer=officer, title_en="Wrong number")
    later(clock)
    make_update(task=task, officer=officer, title_en="Stops inspected")
    write(clock)
    services.updates.withdraw(update=wrong, officer=officer, reason_ko="틀렸습니다")

    (mail,) = mailbox.deliver()

    assert lines(mail) == ["- New update: Stops inspected"]
    assert "Wrong number" not in mail.as_string()
    assert mail["Subject"].endswith("News of the tasks you follow: 1")
    assert Notification.objects.get(kind="task_digest").body.strip() == mail.get_content().strip()


def test_when_nothing_is_left_to_tell_no_mail_leaves_and_its_words_go(mailbox, clock):
    task, officer = make_task(), make_officer()
    follow(task)
    later(clock)
    update = make_update(task=task, officer=officer, title_en="Wrong number")
    write(clock)
    services.updates.withdraw(update=update, officer=officer, reason_ko="틀렸습니다")

    assert mailbox.deliver() == []
    notification = Notification.objects.get(kind="task_digest")
    assert (notification.state, notification.body) == (State.SUPPRESSED, "")


def test_a_milestone_taken_away_is_not_announced(mailbox, clock):
    task, officer = make_task(), make_officer()
    follow(task)
    later(clock)
    milestone = make_milestone(task=task, officer=officer, title_en="Trial runs", planned_on=date(2027, 5, 1))
    make_milestone(task=task, officer=officer, title_en="Opening", planned_on=date(2027, 6, 1))
    write(clock)
    services.milestones.remove(milestone=milestone, officer=officer, reason_ko="겹칩니다")

    (mail,) = mailbox.deliver()

    assert lines(mail) == ["- New milestone: Opening, planned for Tue 1 June 2027"]


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "taken_down", "under_review"])
def test_comments_are_counted_as_they_are_shown_when_it_is_sent(mailbox, clock, state):
    task = make_task()
    follow(task)
    later(clock)
    comments = [make_comment(task=task) for _ in range(3)]
    write(clock)
    put(comments[0], state)

    (mail,) = mailbox.deliver()

    assert lines(mail) == ["- 2 new comments"]


def test_a_task_that_is_no_longer_followed_is_left_out(mailbox, clock):
    kept, left = make_task(title_en="Kept"), make_task(title_en="Left")
    follower = follow(kept, left)
    later(clock)
    for task in (kept, left):
        make_update(task=task, title_en=f"About {task.title_en}")
    write(clock)
    services.unfollow(person=follower, task=left)

    (mail,) = mailbox.deliver()

    assert lines(mail) == ["- New update: About Kept"]


def test_what_happens_after_its_span_waits_for_the_next_message(mailbox, clock):
    task = make_task()
    follow(task)
    later(clock)
    make_update(task=task, title_en="In the span")
    write(clock)
    make_update(task=task, title_en="Too late for it")

    (mail,) = mailbox.deliver()

    assert lines(mail) == ["- New update: In the span"]


def test_sending_takes_no_more_queries_with_more_to_tell(mailbox, clock):
    counts = []
    for rows in (1, 3):
        task = make_task()
        follow(task)
        later(clock)
        for number in range(rows):
            make_update(task=task)
            make_milestone(task=task, title_ko=f"단계 {number}", planned_on=date(2027, 5, 1))
        clock.shift(timedelta(days=1))
        write_digests(now=TUESDAY + timedelta(days=rows))
        with CaptureQueriesContext(connection) as queries:
            send(notification_id=Notification.objects.queued().get().pk)
        counts.append(len(queries))

    assert counts[0] == counts[1]
