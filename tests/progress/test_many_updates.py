"""Three, three hundred and three thousand updates: pages ask the database as often."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.plan.models import Task, TaskChange
from portal.progress.models import TaskUpdate
from tests.factories import make_department, make_officer, make_task
from tests.forums.reading import queries

pytestmark = pytest.mark.django_db


def make_updates(tasks: list[Task], number: int, *, author) -> None:
    """So many, spread over the tasks, each with its row of history; past the services."""
    now = timezone.now()
    TaskUpdate.objects.bulk_create(
        TaskUpdate(
            task=tasks[place % len(tasks)],
            author=author,
            state=TaskUpdate.State.PUBLISHED,
            title_ko=f"소식 {place}",
            body_ko="진행하고 있습니다.",
            created_at=now - timedelta(minutes=place),
            published_at=now - timedelta(minutes=place),
        )
        for place in range(number)
    )
    TaskChange.objects.bulk_create(
        TaskChange(
            task=tasks[place % len(tasks)],
            kind=TaskChange.Kind.UPDATE,
            action=TaskChange.Action.PUBLISHED,
            role="officer",
            happened_at=now - timedelta(minutes=place),
        )
        for place in range(number)
    )


def test_pages_ask_as_often_with_three_thousand_updates_as_with_three(client):
    department = make_department(name_ko="교통정책과")
    officer = make_officer(department=department)
    client.force_login(officer)
    tasks = [make_task(department_ko="교통정책과") for _ in range(16)]
    slug = tasks[0].slug
    names = ("plan:task", "progress:update_list", "progress:history", "progress:edit")
    pages = [reverse("pages:home"), reverse("plan:task_list"), reverse("answers:desk_tasks")]
    pages += [reverse(name, args=[slug]) for name in names]
    client.get(pages[0])  # counts who takes part, which then stands for an hour
    counts = []
    for number in (3 * len(tasks), 300, 3_000):
        make_updates(tasks, number, author=officer)
        counts.append({page: queries(client, page) for page in pages})

    assert counts[0] == counts[1] == counts[2]
