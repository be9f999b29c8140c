"""How far a task is, as the city states it: who may, what needs a reason, what the pages say."""

import re

import pytest
from django.db import IntegrityError
from django.utils import timezone

from portal.core.models import AuditEvent
from portal.plan.models import Task, TaskChange
from portal.plan.models.tasks import SETBACKS
from portal.plan.services.refusals import NotAnEditor, ReasonMissing
from portal.progress import services
from tests.factories import make_citizen, make_moderator, make_officer, make_task
from tests.markup import markup

pytestmark = pytest.mark.django_db


def test_until_it_is_stated_the_status_is_not_published(client):
    task = make_task()

    page = markup(client.get(f"/en/tasks/{task.slug}/"))

    assert (task.status, task.status_set_at) == ("not_stated", None)
    assert "Under way" not in page
    assert "Not published</span>" in page


def test_what_is_stated_stands_on_the_page_in_the_list_in_the_history_and_in_the_record(client):
    task, officer = make_task(), make_officer()

    services.set_status(task=task, status="under_way", officer=officer)

    task.refresh_from_db()
    change = TaskChange.objects.get()
    assert (task.status, task.status_set_at is not None) == ("under_way", True)
    assert change.values == [{"name": "status", "before": "not_stated", "after": "under_way"}]
    assert (change.role, change.department) == ("officer", officer.department)
    assert AuditEvent.objects.filter(action="task.status_changed", actor=officer.pk, subject=f"task:{task.pk}").count() == 1
    for address in (f"/en/tasks/{task.slug}/", "/en/tasks/"):
        assert re.search(r"--under_way\b[^>]*>(?:(?!</p>|</div>).)*Under way", markup(client.get(address)))


@pytest.mark.parametrize("status", SETBACKS)
@pytest.mark.parametrize("reason", ["", " \n", "\u200b"])
def test_what_worsens_needs_a_reason(status, reason):
    task = make_task()

    with pytest.raises(ReasonMissing):
        services.set_status(task=task, status=status, officer=make_officer(), reason_ko=reason)

    task.refresh_from_db()
    assert (task.status, TaskChange.objects.count()) == ("not_stated", 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [("done", "under_way"), ("done", "planned"), ("under_way", "planned"), ("done", "not_stated"), ("planned", "not_stated")],
)
def test_less_far_than_before_or_stated_no_more_needs_a_reason_too(before, after):
    task, officer = make_task(), make_officer()
    services.set_status(task=task, status=before, officer=officer)

    with pytest.raises(ReasonMissing):
        services.set_status(task=task, status=after, officer=officer)
    services.set_status(task=task, status=after, officer=officer, reason_ko="시험에서 떨어졌습니다")

    assert TaskChange.objects.newest_first().first().reason_ko == "시험에서 떨어졌습니다"


@pytest.mark.parametrize(
    ("before", "after"),
    [("not_stated", "done"), ("planned", "under_way"), ("delayed", "planned"), ("stopped", "under_way"), ("under_way", "done")],
)
def test_what_gets_better_or_is_stated_first_needs_none(before, after):
    task, officer = make_task(), make_officer()
    services.set_status(task=task, status=before, officer=officer, reason_ko="자재가 늦습니다")

    assert services.set_status(task=task, status=after, officer=officer).status == after


def test_the_form_never_explains_a_new_status_with_an_old_reason(client):
    task, officer = make_task(), make_officer()
    services.set_status(task=task, status="delayed", officer=officer, reason_ko="자재", reason_en="Parts come late")
    client.force_login(officer)

    page = client.get(f"/en/tasks/{task.slug}/edit/status/").content.decode()

    assert "<dd>Parts come late</dd>" in page
    assert 'value="Parts come late"' not in page


@pytest.mark.parametrize("status", SETBACKS)
@pytest.mark.parametrize("reason", [None, "", " "])
def test_the_database_refuses_a_setback_without_a_reason_too(status, reason):
    task = make_task()

    with pytest.raises(IntegrityError, match="task_setback_has_a_reason"):
        Task.objects.filter(pk=task.pk).update(status=status, status_set_at=timezone.now(), status_reason_ko=reason)


def test_the_reason_is_read_by_everybody_and_escaped(client):
    task = make_task()
    services.set_status(
        task=task, status="delayed", officer=make_officer(), reason_ko="<b>자재</b>가 늦습니다", reason_en="Parts <i>come late"
    )

    korean, english = (client.get(f"{prefix}/tasks/{task.slug}/").content.decode() for prefix in ("", "/en"))

    assert "&lt;b&gt;자재&lt;/b&gt;가 늦습니다" in korean
    assert "Parts &lt;i&gt;come late" in english


def test_stating_the_same_again_changes_nothing():
    task, officer = make_task(), make_officer()
    services.set_status(task=task, status="on_hold", officer=officer, reason_ko="심의를 기다립니다")
    before = Task.objects.get(pk=task.pk).status_set_at

    services.set_status(task=task, status="on_hold", officer=officer, reason_ko=" 심의를  기다립니다 ")

    assert (TaskChange.objects.count(), Task.objects.get(pk=task.pk).status_set_at) == (1, before)


def test_what_was_stated_by_mistake_can_be_taken_back():
    task, officer = make_task(), make_officer()
    services.set_status(task=task, status="stopped", officer=officer, reason_ko="예산이 없습니다")

    services.set_status(task=task, status="not_stated", officer=officer, reason_ko="잘못 눌렀습니다")

    task.refresh_from_db()
    assert (task.status, task.status_reason_ko, task.status_set_at) == ("not_stated", "", None)
    assert TaskChange.objects.count() == 2


def test_nobody_but_officers_states_it(client):
    task = make_task()
    for person in (make_citizen(), make_moderator()):
        with pytest.raises(NotAnEditor):
            services.set_status(task=task, status="done", officer=person)
        client.force_login(person)
        assert client.post(f"/tasks/{task.slug}/edit/status/", {"status": "done"}).status_code == 403

    assert Task.objects.get(pk=task.pk).status == "not_stated"


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(client):
    task = make_task()
    client.force_login(make_officer())

    answer = client.post(f"/en/tasks/{task.slug}/edit/status/", {"status": "delayed", "reason_en": "Parts come late"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason_ko"]
    assert "Please give the reason why the task is delayed, on hold or stopped." in answer.content.decode()
    assert 'value="Parts come late"' in answer.content.decode()


def test_the_form_states_it_and_leads_back_to_the_desk(client):
    task = make_task()
    client.force_login(make_officer())
    form = client.get(f"/en/tasks/{task.slug}/edit/status/").content.decode()

    answer = client.post(f"/en/tasks/{task.slug}/edit/status/", {"status": "delayed", "reason_ko": "자재가 늦습니다"})

    assert 'value="not_stated"' in form
    assert (answer.status_code, answer.url) == (302, f"/en/tasks/{task.slug}/edit/")
    assert Task.objects.get(pk=task.pk).status == "delayed"


@pytest.mark.parametrize("status", ["", "someday", "<script>"])
def test_a_status_that_is_not_offered_is_refused(client, status):
    task = make_task()
    client.force_login(make_officer())

    assert client.post(f"/tasks/{task.slug}/edit/status/", {"status": status}).status_code == 422
    assert client.get("/tasks/", {"status": status or "none"}).status_code == 400


def test_the_list_can_be_narrowed_to_a_status(client):
    make_task(slug="waits")
    task = make_task(slug="runs")
    services.set_status(task=task, status="under_way", officer=make_officer())

    listing = client.get("/tasks/?status=under_way").context["listing"]

    assert ([each.slug for each in listing.tasks], listing.query) == (["runs"], "status=under_way")


def test_only_who_may_is_led_to_the_forms(client):
    task = make_task()
    link = f'href="/en/tasks/{task.slug}/edit/"'
    seen = [link in client.get(f"/en/tasks/{task.slug}/").content.decode()]
    for person in (make_citizen(), make_officer()):
        client.force_login(person)
        seen.append(link in client.get(f"/en/tasks/{task.slug}/").content.decode())

    assert seen == [False, False, True]


def test_who_may_edit_none_is_refused_before_anything_is_looked_up(client):
    client.force_login(make_citizen())
    paths = [f"/en/tasks/{make_task().slug}/edit/", "/en/tasks/no-such-task/edit/"]

    assert [client.get(path).status_code for path in paths] == [403, 403]
