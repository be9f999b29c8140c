"""What followers and officers learn without asking: steps of answers, silent tasks, milestones that are due."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.answers.desk.department_tasks import tasks_of
from portal.answers.digest import steps_of_answers
from portal.discussion.models import State
from tests.factories import (
    make_answer,
    make_answer_request,
    make_comment,
    make_department,
    make_milestone,
    make_officer,
    make_task,
    put,
)
from tests.forums.reading import page, queries

pytestmark = pytest.mark.django_db


def told(task) -> list[tuple[str, str]]:
    now = timezone.now()
    return [(item.text, item.link) for item in steps_of_answers([task.pk], now - timedelta(days=1), now + timedelta(days=1))]


def test_each_request_is_told_once_with_its_newest_step():
    officer, task = make_officer(), make_task()
    answered = make_answer(comment=make_comment(task=task), officer=officer)
    waiting = make_answer_request(comment=make_comment(task=task))
    make_answer(comment=make_comment(task=make_task()))

    assert told(task) == [
        ("의견에 대한 답변: 답변 완료: 반영", answered.get_absolute_url()),
        ("의견에 대한 답변: 접수", waiting.get_absolute_url()),
    ]


def test_nothing_is_told_of_a_comment_that_is_hidden_by_now():
    request = make_answer_request()
    put(request.comment, State.HIDDEN)

    assert told(request.task) == []


def test_the_desk_shows_silent_tasks_and_due_milestones_of_the_own_department(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    department = make_department(name_ko="교통정책과", name_en="Transport")
    officer = make_officer(department=department)
    own, other = make_task(department_ko="교통정책과"), make_task(department_ko="다른과")
    today = timezone.localdate()
    soon = make_milestone(task=own, officer=officer, title_ko="곧", planned_on=today + timedelta(days=30))
    late = make_milestone(task=own, officer=officer, title_ko="늦음", planned_on=today - timedelta(days=1))
    make_milestone(task=own, officer=officer, title_ko="나중", planned_on=today + timedelta(days=31))
    make_milestone(task=other, officer=officer, title_ko="남의 것", planned_on=today)
    client.force_login(officer)

    (shown,) = tasks_of(department, timezone.now())
    text = page(client, reverse("answers:desk_tasks"))

    assert shown.task == own
    assert list(shown.due) == [(late, True), (soon, False)]
    assert "기한 지남" in text
    assert other.title_ko not in text


def test_the_desk_of_tasks_takes_no_more_queries_with_more_of_them(client):
    department = make_department(name_ko="교통정책과")
    officer = make_officer(department=department)
    client.force_login(officer)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            task = make_task(department_ko="교통정책과")
            for place in range(number):
                make_milestone(task=task, officer=officer, title_ko=f"단계 {place}", planned_on=timezone.localdate())
        counts.append(queries(client, reverse("answers:desk_tasks")))

    assert counts[0] == counts[1]


def test_an_officer_without_a_department_is_told_so(client):
    officer = make_officer()
    type(officer).objects.filter(pk=officer.pk).update(department=None)
    client.force_login(officer)

    assert "부서" in page(client, reverse("answers:desk_tasks"))
