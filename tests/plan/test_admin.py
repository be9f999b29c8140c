"""The plan in the admin: who may change it, and that the loader notices."""

import pytest
from django.urls import reverse

from portal.plan.models import Task
from tests.factories import make_citizen, make_staff
from tests.plan.plan_files import load

pytestmark = pytest.mark.django_db
MODELS = ["source", "strategy", "task", "plan"]


def sign_in(client, person) -> None:
    client.force_login(person)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("role", "status"), [("officer", 200), ("administrator", 200), ("moderator", 403), ("organiser", 403)])
def test_only_those_who_may_edit_the_plan_see_it_in_the_admin(client, tmp_path, model, role, status):
    load(tmp_path)
    sign_in(client, make_staff(role))

    assert client.get(reverse(f"admin:plan_{model}_changelist")).status_code == status


@pytest.mark.parametrize("model", MODELS)
def test_citizens_are_sent_away(client, model):
    sign_in(client, make_citizen())

    assert client.get(reverse(f"admin:plan_{model}_changelist")).status_code in {302, 403}


def test_an_edit_in_the_admin_is_kept_by_the_next_load(client, tmp_path):
    load(tmp_path)
    task = Task.objects.get(slug="startups")
    fact = task.facts.get()
    sign_in(client, make_staff("officer"))
    form = {
        "number": 1,
        "slug": "startups",
        "strategy": task.strategy_id,
        "title_ko": "창업 지원",
        "title_en": "Grow start-ups",
        "is_confirmed": "on",
        "source": task.source_id,
        "budget_krw": 250_000_000_000,
        "budget_source": task.budget_source_id,
        "budget_lines-TOTAL_FORMS": 0,
        "budget_lines-INITIAL_FORMS": 0,
        "facts-TOTAL_FORMS": 1,
        "facts-INITIAL_FORMS": 1,
        "facts-0-id": fact.pk,
        "facts-0-task": task.pk,
        "facts-0-position": 1,
        "facts-0-text_ko": "타운 6곳",
        "facts-0-text_en": "Five towns",
        "facts-0-source": fact.source_id,
    }

    response = client.post(reverse("admin:plan_task_change", args=[task.pk]), form)

    assert response.status_code == 302
    assert load(tmp_path).splitlines()[1:] == [
        "kept, edited by staff: task startups: title_ko is '창업 지원', the file says '스타트업 육성'",
        "kept, edited by staff: fact startups/towns: text_ko is '타운 6곳', the file says '타운 5곳'",
    ]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"number": 17}, "과제 번호는 1부터 16까지입니다."),
        ({"budget_krw": -1}, "예산은 0보다 작을 수 없습니다."),
        ({"budget_source": ""}, "예산과 예산의 출처는 함께 입력해야 합니다."),
        ({"starts_on": "2020-02-01", "ends_on": "2020-01-01"}, "과제 종료일은 시작일보다 빠를 수 없습니다."),
    ],
)
def test_the_admin_explains_what_the_constraints_refuse(client, tmp_path, fields, refusal):
    load(tmp_path)
    task = Task.objects.get(slug="startups")
    sign_in(client, make_staff("officer"))
    form = {
        "number": 1,
        "slug": "startups",
        "strategy": task.strategy_id,
        "title_ko": "스타트업 육성",
        "source": task.source_id,
        "budget_krw": 1,
        "budget_source": task.source_id,
        "budget_lines-TOTAL_FORMS": 0,
        "budget_lines-INITIAL_FORMS": 0,
        "facts-TOTAL_FORMS": 0,
        "facts-INITIAL_FORMS": 0,
    }

    response = client.post(reverse("admin:plan_task_change", args=[task.pk]), {**form, **fields})

    assert refusal in response.content.decode()
    assert Task.objects.get(slug="startups").budget_krw == 250_000_000_000


def test_the_status_is_stated_on_its_own_page_and_not_in_the_admin(client, tmp_path):
    load(tmp_path)
    sign_in(client, make_staff("officer"))

    page = client.get(reverse("admin:plan_task_change", args=[Task.objects.first().pk])).content.decode()

    assert 'name="status' not in page
