"""Officers state how far the tasks of their own department are, and read those of others; administrators may edit all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.core.models import AuditEvent
from portal.plan.models import BudgetLine, Task
from portal.plan.services.refusals import NotAnEditor
from portal.progress import services as progress
from portal.progress.models import Milestone, TaskUpdate
from tests.factories import (
    make_citizen,
    make_department,
    make_milestone,
    make_officer,
    make_source,
    make_staff,
    make_task,
    make_update,
)

pytestmark = pytest.mark.django_db
WHY = {"reason_ko": "예산이 늦게 정해졌습니다."}


@pytest.fixture
def department():
    return make_department(slug="transport", name_ko="교통정책과", name_en="Transport Policy Division")


@pytest.fixture
def task(department) -> Task:
    """A task of the department."""
    return make_task(department_ko="교통정책과", department_en="Transport Policy Division")


def changes_of(task: Task, officer) -> list:
    """Every service that changes what stands about a task, not called yet."""
    with_others = make_staff("administrator")
    milestone = make_milestone(task=task, officer=with_others)
    draft = make_update(task=task, officer=with_others, is_published=False)
    published = make_update(task=task, officer=with_others)
    titles = {"title_ko": "시범 운행", "planned_on": timezone.localdate()}
    words = {"title_ko": "점검", "body_ko": "점검했습니다."}
    return [
        lambda: progress.set_status(task=task, status="under_way", officer=officer),
        lambda: progress.milestones.add(task=task, officer=officer, **titles),
        lambda: progress.milestones.change(milestone=milestone, officer=officer, **titles, **WHY),
        lambda: progress.milestones.remove(milestone=milestone, officer=officer, **WHY),
        lambda: progress.updates.draft(task=task, officer=officer, **words),
        lambda: progress.updates.revise(update=draft, officer=officer, **words),
        lambda: progress.updates.publish(update=draft, officer=officer),
        lambda: progress.updates.discard(update=draft, officer=officer),
        lambda: progress.updates.withdraw(update=published, officer=officer, **WHY),
    ]


def everything() -> tuple:
    return (
        list(Task.objects.order_by("pk").values()),
        list(Milestone.objects.order_by("pk").values()),
        list(TaskUpdate.objects.order_by("pk").values()),
        AuditEvent.objects.count(),
    )


def test_who_may(task, department):
    free, unknown = make_task(), make_task(department_ko="아직 없는 과")
    people = {
        "own": make_officer(department=department),
        "other": make_officer(),
        "none": make_staff("officer"),
        "administrator": make_staff("administrator"),
        "superuser": make_citizen(is_superuser=True, is_staff=True),
        "moderator": make_staff("moderator"),
        "citizen": make_citizen(),
    }

    may = {name: [each.may_be_edited_by(person) for each in (task, free, unknown)] for name, person in people.items()}

    assert may == {
        "own": [True, True, True],
        "other": [False, True, True],
        "none": [False, True, True],
        "administrator": [True, True, True],
        "superuser": [True, True, True],
        "moderator": [False, False, False],
        "citizen": [False, False, False],
    }


def test_every_service_refuses_an_officer_of_another_department(task):
    calls = changes_of(task, make_officer())
    before = everything()

    for call in calls:
        with pytest.raises(NotAnEditor, match="다른 부서"):
            call()

    assert everything() == before


@pytest.mark.parametrize("name", ["edit", "edit_status", "add_milestone", "add_update"])
def test_the_pages_that_edit_say_whose_task_it_is_and_are_not_offered(client, task, department, name):
    address = reverse(f"progress:{name}", args=[task.slug])
    answers = {}
    for who, officer in {"own": make_officer(department=department), "other": make_officer()}.items():
        client.force_login(officer)
        page = client.get(task.get_absolute_url()).content.decode()
        answers[who] = (client.get(address).status_code, reverse("progress:edit", args=[task.slug]) in page)
    refused = client.get(address).content.decode()

    assert answers == {"own": (200, True), "other": (403, False)}
    assert "다른 부서" in refused


def test_a_file_changes_nothing_about_the_tasks_of_others_and_may_hold_what_stands(client, task):
    own = make_task()
    source = make_source(key="city-news")
    line = {"year": 2026, "payer": "national", "stage": "planned", "as_of": "2026-01-05"}
    BudgetLine.objects.create(task=task, amount_krw=1_000, source=source, **line)
    client.force_login(make_officer())
    head = "task,year,payer,stage,amount_krw,source,as_of"

    def errors(amount: int) -> list[tuple[int, str]]:
        rows = (f"{each.slug},2026,national,planned,{sum_},city-news,2026-01-05" for each, sum_ in ((task, amount), (own, 5)))
        file = SimpleUploadedFile("lines.csv", "\n".join([head, *rows]).encode())
        return [(each.number, each.words) for each in client.post("/budget/import/", {"file": file}).context["found"].errors]

    assert errors(1_000) == []
    [(number, words)] = errors(2_000)
    assert (number, "다른 부서" in words) == (2, True)


def test_milestones_from_a_file_are_for_the_tasks_of_the_own_department_too(client, task):
    client.force_login(make_officer())
    file = SimpleUploadedFile("lines.csv", f"task,title_ko,planned_on\n{task.slug},시범 운행,2027-01-05".encode())

    [error] = client.post("/milestones/import/", {"file": file}).context["found"].errors

    assert (error.number, "다른 부서" in error.words) == (2, True)
    assert not Milestone.objects.exists()


def test_in_the_admin_officers_read_the_tasks_of_others(client, task, department):
    pages = [reverse("admin:plan_task_change", args=[task.pk]), reverse("admin:plan_department_change", args=[department.pk])]
    people = {"own": make_officer(department=department), "other": make_officer(), "administrator": make_staff("administrator")}
    answers = {}
    for who, person in people.items():
        client.force_login(person)
        is_editable = ['name="_save"' in client.get(page).content.decode() for page in pages]
        answers[who] = (*is_editable, *(client.post(page, {}).status_code for page in pages))

    assert answers == {
        "own": (True, False, 200, 403),
        "other": (False, False, 403, 403),
        "administrator": (True, True, 200, 200),
    }
