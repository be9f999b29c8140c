"""One message a day to each follower: everything published since the last one, once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.notifications.models import Notification
from portal.progress import services
from portal.progress.jobs import write_task_digests
from portal.progress.models import Digest
from portal.progress.services.digests import latest_end, write_digests
from tests.at_once import at_once
from tests.factories import make_citizen, make_comment, make_milestone, make_officer, make_task, make_update, put

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=SEOUL)
TUESDAY, WEDNESDAY = datetime(2026, 11, 24, 8, 10, tzinfo=SEOUL), datetime(2026, 11, 25, 8, 10, tzinfo=SEOUL)


def bodies() -> list[str]:
    return list(Notification.objects.filter(kind="task_digest").order_by("pk").values_list("body", flat=True))


def lines(body: str) -> list[str]:
    return [line for line in body.splitlines() if line.startswith("- ")]


def follow(task, *, at: datetime = MONDAY_NOON - timedelta(hours=1), level: str = "official", **fields):
    with time_machine.travel(at, tick=False):
        follower = fields.pop("person", None) or make_citizen(**{"language": "en", **fields})
        services.follow(task=task, person=follower, level=level)
    return follower


def test_everything_of_the_day_is_told_in_one_message_once():
    task, officer = make_task(title_en="Smart transport"), make_officer()
    with time_machine.travel(MONDAY_NOON - timedelta(days=30), tick=False):
        milestone = make_milestone(task=task, title_en="Trial runs", planned_on=date(2027, 5, 1))
    follower = follow(task)
    with time_machine.travel(MONDAY_NOON, tick=False):
        update = make_update(task=task, officer=officer, title_en="Stops inspected")
        services.set_status(task=task, status="delayed", officer=officer, reason_ko="자재", reason_en="Parts come late")
        services.milestones.change(
            milestone=milestone, officer=officer, title_ko=milestone.title_ko, title_en="Trial runs",
            planned_on=date(2027, 6, 1), reason_ko="장비", reason_en="Equipment",
        )  # fmt: skip

    counts = [write_digests(now=now) for now in (TUESDAY, TUESDAY, TUESDAY + timedelta(hours=9), WEDNESDAY)]

    assert counts == [1, 0, 0, 0]
    notification = Notification.objects.get(kind="task_digest")
    assert (notification.recipient, notification.subject.endswith("News of the tasks you follow: 3")) == (follower, True)
    assert lines(notification.body) == [
        "- New update: Stops inspected",
        "- Status: Not published → Delayed (Reason: Parts come late)",
        "- Milestone moved: Trial runs, Sat 1 May 2027 → Tue 1 June 2027 (Reason: Equipment)",
    ]
    assert f"{settings.SITE_URL}/en/tasks/{task.slug}/updates/{update.pk}/" in notification.body


def test_the_link_in_the_message_stops_it_without_signing_in():
    task = make_task()
    follow(task)
    with time_machine.travel(MONDAY_NOON, tick=False):
        make_update(task=task)
    write_digests(now=TUESDAY)
    (address,) = [line.rpartition(" ")[2] for line in bodies()[0].splitlines() if line.startswith("Unfollow this task")]

    Client().post(address[address.index("/en/follows/") :], {"which": "one"})
    with time_machine.travel(TUESDAY + timedelta(hours=1), tick=False):
        make_update(task=task)

    assert write_digests(now=WEDNESDAY) == 0


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (datetime(2026, 11, 24, 8, 9, 59, tzinfo=SEOUL), datetime(2026, 11, 23, 8, tzinfo=SEOUL)),
        (TUESDAY, datetime(2026, 11, 24, 8, tzinfo=SEOUL)),
        (datetime(2026, 11, 24, 23, 59, tzinfo=SEOUL), datetime(2026, 11, 24, 8, tzinfo=SEOUL)),
        (datetime(2027, 1, 1, 0, 5, tzinfo=SEOUL), datetime(2026, 12, 31, 8, tzinfo=SEOUL)),
    ],
)
def test_a_message_tells_of_what_happened_until_eight_in_the_morning(now, end):
    assert latest_end(now) == end


def test_what_comes_at_eight_and_later_waits_for_the_next_one():
    task = make_task()
    follow(task)
    for second, title in ((0, "At eight"), (1, "After eight")):
        with time_machine.travel(datetime(2026, 11, 24, 8, 0, second, tzinfo=SEOUL), tick=False):
            make_update(task=task, title_en=title)

    counts = [write_digests(now=now) for now in (TUESDAY, WEDNESDAY)]

    assert counts == [1, 1]
    assert [lines(body) for body in bodies()] == [["- New update: At eight"], ["- New update: After eight"]]


def test_after_days_without_a_worker_one_message_tells_of_all_of_them():
    task = make_task()
    follow(task)
    for day in range(3):
        with time_machine.travel(MONDAY_NOON + timedelta(days=day), tick=False):
            make_update(task=task, title_en=f"Day {day}")

    write_digests(now=TUESDAY + timedelta(days=3))

    assert [lines(body) for body in bodies()] == [[f"- New update: Day {day}" for day in range(3)]]


def test_several_changes_of_one_thing_are_told_as_they_ended():
    task, officer = make_task(), make_officer()
    follow(task)
    with time_machine.travel(MONDAY_NOON, tick=False):
        for status in ("planned", "delayed", "under_way"):
            services.set_status(task=task, status=status, officer=officer, reason_ko="이유")
        milestone = make_milestone(task=task, title_en="Trial runs", planned_on=date(2027, 5, 1))
        services.milestones.change(
            milestone=milestone, officer=officer, title_ko=milestone.title_ko, title_en="Trial runs",
            planned_on=date(2027, 4, 1), reason_ko="",
        )  # fmt: skip

    write_digests(now=TUESDAY)

    assert lines(bodies()[0]) == [
        "- Status: Not published → Under way (Reason: 이유)",
        "- New milestone: Trial runs, planned for Thu 1 April 2027",
    ]


def test_an_update_that_was_withdrawn_meanwhile_is_not_announced():
    task, officer = make_task(), make_officer()
    follow(task)
    with time_machine.travel(MONDAY_NOON, tick=False):
        update = make_update(task=task, title_en="Wrong number")
    with time_machine.travel(TUESDAY - timedelta(minutes=5), tick=False):
        services.updates.withdraw(update=update, officer=officer, reason_ko="틀렸습니다")

    assert write_digests(now=TUESDAY) == 0
    assert write_digests(now=WEDNESDAY) == 1
    assert lines(bodies()[0]) == ["- An update was withdrawn: Wrong number (Reason: 틀렸습니다)"]


def test_nothing_is_written_when_there_is_nothing_new_or_only_about_other_tasks():
    follow(make_task())
    with time_machine.travel(MONDAY_NOON, tick=False):
        make_update(task=make_task())

    assert write_digests(now=TUESDAY) == 0
    assert Digest.objects.get().sent_up_to == datetime(2026, 11, 24, 8, tzinfo=SEOUL)


def test_what_was_before_somebody_followed_is_no_news():
    early, late = make_task(), make_task()
    person = follow(early)
    with time_machine.travel(MONDAY_NOON, tick=False):
        make_update(task=late, title_en="Too early")
    follow(late, person=person, at=MONDAY_NOON + timedelta(hours=1))
    with time_machine.travel(MONDAY_NOON + timedelta(hours=2), tick=False):
        make_update(task=late, title_en="In time")

    write_digests(now=TUESDAY)

    assert [lines(body) for body in bodies()] == [["- New update: In time"]]


def test_only_who_follows_everything_is_told_of_comments_and_never_what_they_say():
    task = make_task()
    everything, official = follow(task, level="all"), follow(task)
    with time_machine.travel(MONDAY_NOON, tick=False):
        make_comment(task=task, body="둔산대로 신호를 바꿔 주세요")
        put(make_comment(task=task, body="갑천 가로등이 어둡습니다"), "hidden")

    write_digests(now=TUESDAY)

    assert list(Notification.objects.filter(kind="task_digest").values_list("recipient", flat=True)) == [everything.pk]
    assert lines(bodies()[0]) == ["- 1 new comment"]
    assert "둔산대로" not in bodies()[0]
    assert official.pk != everything.pk


def test_each_follower_reads_it_in_their_own_language_with_hostile_titles_on_one_line():
    task = make_task(title_ko="교통", title_en="Transport")
    follow(task, language="ko")
    with time_machine.travel(MONDAY_NOON, tick=False):
        make_update(task=task, title_ko="정류장 <b>점검</b>\r\nBcc: x@example.org", title_en="")

    write_digests(now=TUESDAY)

    notification = Notification.objects.get(kind="task_digest")
    assert notification.language == "ko"
    assert "■ 교통" in notification.body
    assert "정류장 <b>점검</b> Bcc: x@example.org" in notification.body
    assert "\n" not in notification.subject


def test_closed_accounts_and_people_who_stopped_get_nothing(mailbox):
    task = make_task()
    closed, stopped = follow(task), follow(task)
    with time_machine.travel(MONDAY_NOON, tick=False):
        make_update(task=task)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    count = write_digests(now=TUESDAY)
    services.unfollow(person=stopped)

    assert count == 1
    assert mailbox.deliver() == []


def test_the_job_writes_them_at_ten_past_eight():
    task = make_task()
    follow(task)
    with time_machine.travel(MONDAY_NOON, tick=False):
        make_update(task=task)
    counts = []
    for moment in (TUESDAY - timedelta(minutes=1), TUESDAY):
        with time_machine.travel(moment, tick=False):
            write_task_digests(timestamp=0)
        counts.append(len(bodies()))

    assert counts == [0, 1]


def test_the_queries_do_not_grow_with_what_there_is_to_tell():
    task = make_task()
    counts = []
    for day, rows in enumerate((1, 3)):
        follow(task, at=MONDAY_NOON + timedelta(days=day, hours=-1), level="all") if not day else None
        with time_machine.travel(MONDAY_NOON + timedelta(days=day), tick=False):
            for _ in range(rows):
                make_update(task=task)
                make_comment(task=task)
        with CaptureQueriesContext(connection) as queries:
            write_digests(now=TUESDAY + timedelta(days=day))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_message():
    task = make_task()
    now = timezone.now()
    follow(task, at=now - timedelta(days=3))
    with time_machine.travel(now - timedelta(days=2), tick=False):
        make_update(task=task)

    counts = at_once([lambda: write_digests(now=now)] * 4)

    assert sorted(counts) == [0, 0, 0, 1]
    assert len(bodies()) == 1
