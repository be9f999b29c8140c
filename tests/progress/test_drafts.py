"""Drafts of updates: found by whoever has to publish them, and published as they were looked at."""

import pytest
from django.urls import reverse

from portal.progress import services
from portal.progress.models import TaskUpdate
from tests.factories import make_department, make_officer, make_task, make_update

pytestmark = pytest.mark.django_db


def write(task, officer, title: str) -> TaskUpdate:
    return services.updates.draft(task=task, officer=officer, title_ko=title, body_ko="열 곳을 점검했습니다.")


def test_what_a_colleague_changed_meanwhile_is_looked_at_again_before_it_is_published(client):
    task, officer = make_task(), make_officer()
    draft = write(task, officer, "정류장 점검")
    client.force_login(officer)
    address, preview = (reverse(f"progress:{name}_update", args=[task.slug, draft.pk]) for name in ("publish", "preview"))
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
    assert reverse("progress:preview_update", args=[task.slug, draft.pk]) in answer.content.decode()


def fields_of(form) -> dict:
    """What a browser sends of a form as it was opened."""
    return {name: form[name].value() or "" for name in form.fields if name not in {"files", "removed"}}


def test_a_draft_that_a_colleague_changed_is_not_written_over_unseen(client):
    task, officer = make_task(), make_officer()
    draft = write(task, officer, "정류장 점검")
    client.force_login(officer)
    address = reverse("progress:edit_update", args=[task.slug, draft.pk])
    opened = fields_of(client.get(address).context["form"])
    services.updates.revise(update=draft, officer=make_officer(), title_ko="정류장 점검", body_ko="<b>세 곳</b>을 점검했습니다.")

    refused = client.post(address, {**opened, "body_ko": "다섯 곳을 점검했습니다."})
    kept = TaskUpdate.objects.get().body_ko
    again = fields_of(refused.context["form"])
    saved = client.post(address, again)

    page = refused.content.decode()
    assert (refused.status_code, kept) == (409, "<b>세 곳</b>을 점검했습니다.")
    assert ("다섯 곳을 점검했습니다." in page, "&lt;b&gt;세 곳&lt;/b&gt;" in page) == (True, True)
    assert (saved.status_code, TaskUpdate.objects.get().body_ko) == (302, "다섯 곳을 점검했습니다.")


def test_a_draft_that_nobody_touched_is_saved_at_once(client):
    task, officer = make_task(), make_officer()
    draft = write(task, officer, "정류장 점검")
    client.force_login(officer)
    address = reverse("progress:edit_update", args=[task.slug, draft.pk])

    wrong = client.post(address, {**fields_of(client.get(address).context["form"]), "title_ko": " "})
    saved = client.post(address, {**fields_of(wrong.context["form"]), "title_ko": "정류장 열 곳"})

    assert (wrong.status_code, saved.status_code, TaskUpdate.objects.get().title_ko) == (422, 302, "정류장 열 곳")


def test_a_draft_is_thrown_away_by_a_second_button_only(client):
    task, officer = make_task(), make_officer()
    draft = write(task, officer, "잘못 쓴 초안")
    client.force_login(officer)
    preview, discard = (reverse(f"progress:{name}_update", args=[task.slug, draft.pk]) for name in ("preview", "discard"))

    folded = client.get(f"/en{preview}").content.decode().partition('<details class="disclosure">')[2].partition("</details>")[0]
    client.post(discard)

    assert "This cannot be undone." in folded
    assert f'action="/en{discard}"' in folded
    assert not TaskUpdate.objects.exists()
