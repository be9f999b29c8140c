"""One mail a day to each moderator for whom something waits."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from portal.moderation import services
from portal.moderation.jobs import write_daily_summaries
from portal.moderation.models import DailySummary
from portal.notifications.models import Notification
from tests.at_once import at_once
from tests.factories import make_appeal, make_citizen, make_comment, make_moderator, make_report, make_takedown, make_task, put

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
EARLY, HALF_PAST_EIGHT = datetime(2026, 11, 24, 8, 29, 59, tzinfo=SEOUL), datetime(2026, 11, 24, 8, 30, tzinfo=SEOUL)
EVENING, NEXT_DAY = datetime(2026, 11, 24, 23, 50, tzinfo=SEOUL), datetime(2026, 11, 25, 8, 30, tzinfo=SEOUL)


def written() -> list:
    return list(Notification.objects.filter(kind="moderation_daily").order_by("pk").values_list("recipient", flat=True))


def test_everything_that_waits_is_counted_once_and_the_oldest_is_named():
    moderator = make_moderator()
    with time_machine.travel(HALF_PAST_EIGHT - timedelta(hours=5), tick=False):
        for _ in range(2):
            make_report(comment=make_report().comment)
        put(make_comment(), "pending")
        reviewed = make_report().comment
    put(reviewed, "under_review", blocked_until=HALF_PAST_EIGHT + timedelta(hours=9))
    with time_machine.travel(HALF_PAST_EIGHT, tick=False):
        make_takedown()
        make_appeal()

        services.write_summaries(now=timezone.now())

    body = Notification.objects.get(kind="moderation_daily", recipient=moderator).body
    assert [line for line in body.splitlines() if line.endswith("건") or "오래된" in line] == [
        "가장 오래된 건: 5시간 전",
        "신고된 의견: 2건",
        "게시를 기다리는 의견: 1건",
        "신고가 모여 검토 중인 의견: 1건",
        "임시조치 요청과 반론: 1건",
        "이의신청: 1건",
    ]
    assert "/moderation/" in body


def test_each_moderator_reads_about_their_own_tasks_only_and_nobody_for_nothing():
    task, other = make_task(), make_task()
    busy, idle = make_moderator(tasks=[task], language="en"), make_moderator(tasks=[other])
    make_citizen()
    make_report(comment=make_comment(task=task))

    assert services.write_summaries(now=HALF_PAST_EIGHT) == 1

    assert written() == [busy.pk]
    assert idle.pk not in written()
    assert "Reported comments: 1" in Notification.objects.get(kind="moderation_daily").body


def test_exactly_once_a_day_at_half_past_eight_or_when_the_worker_is_back():
    moderator = make_moderator()
    make_report()

    counts = [services.write_summaries(now=now) for now in (EARLY, HALF_PAST_EIGHT, HALF_PAST_EIGHT, EVENING, NEXT_DAY)]
    DailySummary.objects.filter(day=NEXT_DAY.date()).delete()
    Notification.objects.all().delete()
    late = [services.write_summaries(now=NEXT_DAY + timedelta(hours=hours)) for hours in (6, 7)]

    assert counts == [0, 1, 0, 0, 1]
    assert (late, written()) == ([1, 0], [moderator.pk])


def test_what_comes_in_after_the_summary_waits_for_the_next_one():
    make_moderator()

    quiet = services.write_summaries(now=HALF_PAST_EIGHT)
    make_report()

    assert [quiet, services.write_summaries(now=EVENING), services.write_summaries(now=NEXT_DAY)] == [0, 0, 1]


def test_a_report_alone_writes_to_no_moderator():
    make_moderator()
    services.report(comment=make_comment(), reporter=make_citizen(), reason="spam")

    assert not Notification.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_workers_write_it_once():
    moderator = make_moderator()
    make_report()

    with time_machine.travel(HALF_PAST_EIGHT, tick=False):
        at_once([lambda: write_daily_summaries(timestamp=0) for _ in range(6)])

    assert written() == [moderator.pk]
    assert DailySummary.objects.count() == 1
