"""Drafts of updates: found by whoever has to publish them, and published as they were looked at."""

import pytest
from django.urls import reverse

from portal.policy import services
from portal.policy.models import TaskUpdate
from tests.factories import make_department, make_officer, make_task, make_update

pytestmark = pytest.mark.django_db


def write(task, officer, title: str) -> TaskUpdate:
    return services.updates.draft(task=task, officer=officer, title_ko=title, body_ko="열 곳을 점검했습니다.")


def test_what_a_colleague_changed_meanwhile_is_looked_at_again_before_it_is_published(client):
    task, officer = make_task(), make_officer()
    draft = write(task, officer, "정류장 점검")
    client.force_login(officer)
    address, preview = (reverse(f"policy:{name}_update", args=[task.slug, draft.pk]) for name in ("publish", "preview"))
    seen = client.get(preview).context["seen"]
    services.updates.revise(update=draft, officer=make_officer(), title_ko="정류장 점검", body_ko="세 곳을 점검했습니다.")

    refused = client.post(address, {"seen": seen})
    after_refusal = TaskUpdate.objects.get().state
    client.post(address, {"seen": client.get(preview).context["seen"]})

    assert (refused.url, after_refusal) == (preview, "draft")
    assert TaskUpdate.objects.get().is_published


def test_no_draft_is_pushed_off_the_desk_of_its_task(client):
    task, officer = make_task(), make_officer()
    write(task, officer, "오래된 초안")
    for place in range(21):
        make_update(task=task, officer=officer, title_ko=f"소식 {place}")
    client.force_login(officer)

    assert client.get(f"/tasks/{task.slug}/edit/").context["updates"][0].title_ko == "오래된 초안"


def test_the_desk_of_the_department_shows_drafts_and_nothing_that_is_published(client):
    officer = make_officer(department=make_department(name_ko="교통정책과"))
    task = make_task(department_ko="교통정책과")
    draft = write(task, officer, "정류장 점검")
    make_update(task=task, officer=officer)
    client.force_login(officer)

    answer = client.get(reverse("answers:desk_tasks"))

    (on_desk,) = answer.context["tasks"]
    assert list(on_desk.drafts) == [draft]
    assert reverse("policy:preview_update", args=[task.slug, draft.pk]) in answer.content.decode()
