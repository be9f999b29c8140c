"""What the daily message says of several changes of one thing: how they ended, with the reason that belongs to it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.notifications.models import Notification
from portal.progress import services
from portal.progress.services.digests import write_digests
from tests.factories import make_citizen, make_milestone, make_officer, make_task

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=SEOUL)
TUESDAY = datetime(2026, 11, 24, 8, 10, tzinfo=SEOUL)
MAY, JUNE = date(2027, 5, 1), date(2027, 6, 1)


def follow(task) -> None:
    with time_machine.travel(MONDAY_NOON - timedelta(hours=1), tick=False):
        services.follow(task=task, person=make_citizen(language="en"), level="official")


def told_on_tuesday() -> list[str]:
    write_digests(now=TUESDAY)
    return [line for line in Notification.objects.get(kind="task_digest").body.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ({"title_en": "Test runs"}, "- Milestone moved: Test runs, Sat 1 May 2027 → Tue 1 June 2027 (Reason: Equipment)"),
        ({"planned_on": MAY}, "- Milestone changed: Trial runs"),
        ({"actual_on": MONDAY_NOON.date()}, "- Milestone reached: Trial runs, Mon 23 November 2026"),
    ],
)
def test_the_reason_of_a_move_is_told_with_the_move_and_with_nothing_else(then, told):
    task, officer = make_task(), make_officer()
    with time_machine.travel(MONDAY_NOON - timedelta(days=30), tick=False):
        milestone = make_milestone(task=task, title_en="Trial runs", planned_on=MAY)
    follow(task)
    moved = {"title_ko": milestone.title_ko, "title_en": "Trial runs", "planned_on": JUNE}
    with time_machine.travel(MONDAY_NOON, tick=False):
        why = {"reason_ko": "장비", "reason_en": "Equipment"}
        services.milestones.change(milestone=milestone, officer=officer, **moved, **why)
        services.milestones.change(milestone=milestone, officer=officer, **{**moved, **then})

    assert told_on_tuesday() == [told]


def test_a_slip_that_was_shortened_keeps_its_reason():
    task, officer = make_task(), make_officer()
    with time_machine.travel(MONDAY_NOON - timedelta(days=30), tick=False):
        milestone = make_milestone(task=task, title_en="Trial runs", planned_on=MAY)
    follow(task)
    names = {"title_ko": milestone.title_ko, "title_en": "Trial runs"}
    with time_machine.travel(MONDAY_NOON, tick=False):
        why = {"reason_ko": "장비", "reason_en": "Equipment"}
        services.milestones.change(milestone=milestone, officer=officer, **names, planned_on=date(2027, 7, 1), **why)
        services.milestones.change(milestone=milestone, officer=officer, **names, planned_on=JUNE)

    assert told_on_tuesday() == ["- Milestone moved: Trial runs, Sat 1 May 2027 → Tue 1 June 2027 (Reason: Equipment)"]


def test_a_milestone_that_was_not_reached_after_all_is_told_with_its_reason():
    task, officer = make_task(), make_officer()
    with time_machine.travel(MONDAY_NOON - timedelta(days=30), tick=False):
        milestone = make_milestone(task=task, title_en="Trial runs", planned_on=MAY)
        kept = {"title_ko": milestone.title_ko, "planned_on": MAY}
        reached = MONDAY_NOON.date() - timedelta(days=31)
        services.milestones.change(milestone=milestone, officer=officer, title_en="Trial runs", actual_on=reached, **kept)
    follow(task)
    with time_machine.travel(MONDAY_NOON, tick=False):
        why = {"reason_ko": "오기", "reason_en": "A mistake"}
        services.milestones.change(milestone=milestone, officer=officer, title_en="Trial runs", **kept, **why)
        services.milestones.change(milestone=milestone, officer=officer, title_en="Test runs", **kept)

    assert told_on_tuesday() == ["- Milestone not reached after all: Test runs (Reason: A mistake)"]


def test_a_status_that_is_stated_anew_with_another_reason_is_told_in_words():
    task, officer = make_task(), make_officer()
    with time_machine.travel(MONDAY_NOON - timedelta(days=30), tick=False):
        services.set_status(task=task, status="delayed", officer=officer, reason_ko="자재")
    follow(task)
    with time_machine.travel(MONDAY_NOON, tick=False):
        services.set_status(task=task, status="delayed", officer=officer, reason_ko="인력", reason_en="Too few people")

    assert told_on_tuesday() == ["- Status updated: Delayed (Reason: Too few people)"]
