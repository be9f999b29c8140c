"""A milestone that was removed stays on the task's page with its first day: stating it anew washes no delay away."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from portal.plan.models import Task
from portal.progress import services
from portal.progress.milestones.removed import stated, with_milestone_history
from portal.progress.models import Milestone
from tests.factories import make_milestone, make_officer, make_task

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2027, 5, 1), date(2027, 6, 1)
NAME, REASON = "Trial runs begin", "다른 과제로 옮겼습니다"


def remove(milestone: Milestone, **given) -> None:
    services.milestones.remove(
        milestone=milestone, officer=make_officer(), **{"reason_ko": REASON, "reason_en": "Moved", **given}
    )


def page_of(client, task: Task) -> str:
    return client.get(f"/en/tasks/{task.slug}/").content.decode()


@time_machine.travel("2026-11-26T12:00:00+09:00")
def test_one_that_is_removed_and_stated_anew_shows_its_first_day_beside_the_new_one(client):
    late = make_milestone(planned_on=MAY, title_ko="운행 시작", title_en=NAME)
    services.milestones.change(
        milestone=late, officer=make_officer(), title_ko="운행 시작", title_en=NAME, planned_on=JUNE, reason_ko="늦었습니다"
    )
    late.refresh_from_db()
    remove(late)
    make_milestone(task=late.task, planned_on=JUNE, title_ko="운행 시작", title_en=NAME)

    page = page_of(client, late.task)

    removed = page.partition('<div class="taken-away">')[2].partition("</div>")[0]
    said = (
        NAME,
        "First planned: Sat 1 May 2027",
        "Last planned for: Tue 1 June 2027",
        "Removed on: Thu 26 November 2026",
        "Moved",
    )
    assert [words for words in said if words not in removed] == []


def test_it_is_shown_when_no_milestone_is_left_and_nothing_where_none_was_removed(client):
    gone, other = make_milestone(planned_on=MAY, title_en=NAME), make_milestone()
    remove(gone)

    assert NAME in page_of(client, gone.task).partition('<div class="taken-away">')[2]
    assert "taken-away" not in page_of(client, other.task)


def told(task: Task) -> Task:
    """As the task's page finds it."""
    return with_milestone_history(Task.objects).get(pk=task.pk)


def test_each_removal_is_kept_the_newest_first_with_the_day_on_which_it_was_reached():
    task = make_task()
    for day in (MAY, JUNE):
        remove(make_milestone(task=task, title_ko="운행 시작", planned_on=day))
    today = timezone.localdate()
    reached = make_milestone(task=task, title_ko="운행 시작", planned_on=MAY)
    services.milestones.change(milestone=reached, officer=make_officer(), title_ko="운행 시작", planned_on=MAY, actual_on=today)
    reached.refresh_from_db()
    remove(reached)

    found = stated(told(task)).taken_away

    assert [(each.baseline_on, each.planned_on, each.actual_on) for each in found] == [
        (MAY, MAY, today),
        (JUNE, JUNE, None),
        (MAY, MAY, None),
    ]


def test_hostile_words_of_one_that_is_gone_are_escaped(client):
    gone = make_milestone(title_en="<script>alert(1)</script>")
    remove(gone, reason_en="<img src=x>")

    page = page_of(client, gone.task)

    assert ("<script>alert" in page, "<img src=x" in page, "&lt;img src=x" in page) == (False, False, True)


def test_many_removals_take_no_more_queries(django_assert_num_queries):
    task = make_task()
    for number in range(3):
        remove(make_milestone(task=task))
        with django_assert_num_queries(2):
            assert len(stated(told(task)).taken_away) == number + 1
