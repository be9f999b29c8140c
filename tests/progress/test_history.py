"""The history of a task: every public change, by role, before and after; kept by the database itself."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from portal.plan.models import BudgetLine, Fact, TaskChange
from portal.plan.services.changes import note_differences, snapshot
from portal.progress import services
from tests.factories import make_milestone, make_officer, make_source, make_staff, make_task, make_update
from tests.plan.plan_files import SMALL_PLAN, load

pytestmark = pytest.mark.django_db


def text(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def add_line(task, **fields) -> BudgetLine:
    values = {"year": 2026, "payer": "city", "stage": "planned", "amount_krw": 10**9, "as_of": date(2026, 1, 1)}
    return BudgetLine.objects.create(task=task, **{"source": make_source(), **values, **fields})


def admin_form(task, **changes) -> dict:
    form = {"number": task.number, "slug": task.slug, "strategy": task.strategy_id, "source": task.source_id}
    form |= {"title_ko": task.title_ko, "title_en": task.title_en, "is_confirmed": "on"}
    for name, rows in (("facts", task.facts.all()), ("budget_lines", task.budget_lines.all())):
        form |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": len(rows)}
    for place, line in enumerate(task.budget_lines.order_by("year", "payer", "stage")):
        form |= {f"budget_lines-{place}-id": line.pk, f"budget_lines-{place}-task": task.pk}
        for field in ("year", "payer", "stage", "amount_krw", "as_of"):
            form[f"budget_lines-{place}-{field}"] = getattr(line, field)
        form[f"budget_lines-{place}-source"] = line.source_id
    return {**form, **changes}


def test_who_in_which_role_when_before_and_after(client):
    task, officer = make_task(), make_officer()
    services.set_status(task=task, status="planned", officer=officer)
    services.set_status(task=task, status="delayed", officer=officer, reason_ko="자재", reason_en="Parts come late")

    page = text(client, f"/en/tasks/{task.slug}/history/")

    newest = page.partition('class="changes__item"')[2].partition("</li>")[0]
    assert f"officer, {officer.department.name_en}" in newest
    assert '<del class="diff__del"><span class="visually-hidden">Removed: </span>Planned' in newest
    assert '<ins class="diff__ins"><span class="visually-hidden">Added: </span>Delayed' in newest
    assert "Reason: Parts come late" in newest
    assert officer.nickname not in page


def test_everything_that_can_be_changed_stands_there_escaped(client):
    task, officer = make_task(), make_officer()
    milestone = make_milestone(task=task, title_ko="<b>운행</b>", officer=officer)
    services.milestones.remove(milestone=milestone, officer=officer, reason_ko="<i>빠짐</i>")
    update = make_update(task=task, title_ko="<u>점검</u>", officer=officer)
    services.updates.withdraw(update=update, officer=officer, reason_ko="<s>틀림</s>")

    page = text(client, f"/tasks/{task.slug}/history/")

    kinds = list(TaskChange.objects.order_by("pk").values_list("kind", "action"))
    assert kinds == [("milestone", "added"), ("milestone", "removed"), ("update", "published"), ("update", "withdrawn")]
    assert [tag for tag in ("<b>운행", "<i>빠짐", "<u>점검", "<s>틀림") if tag in page] == []
    assert page.count("&lt;u&gt;점검&lt;/u&gt;") == 2
    assert f'href="/tasks/{task.slug}/updates/{update.pk}/"' in page


def test_what_is_saved_in_the_admin_stands_there_too(client):
    task = make_task(title_ko="교통 체계 구축")
    line = add_line(task)
    client.force_login(make_staff("officer"))
    address = reverse("admin:plan_task_change", args=[task.pk])
    fact = {"facts-TOTAL_FORMS": 1, "facts-0-task": task.pk, "facts-0-position": 1, "facts-0-text_ko": "정류장 열 곳"}
    fact["facts-0-source"] = task.source_id

    answer = client.post(address, admin_form(task, title_ko="교통 체계 개선", **{"budget_lines-0-amount_krw": 2 * 10**9}, **fact))
    saved_again = client.post(address, admin_form(task, title_ko="교통 체계 개선", **{"budget_lines-0-amount_krw": 2 * 10**9})
                              | {"facts-TOTAL_FORMS": 0})  # fmt: skip

    assert (answer.status_code, saved_again.status_code) == (302, 302)
    changes = {change.kind: change for change in TaskChange.objects.all()}
    assert set(changes) == {"task", "fact", "budget"}
    assert changes["task"].values == [{"name": "title_ko", "before": "교통 체계 구축", "after": "교통 체계 개선"}]
    assert changes["budget"].values == [{"name": "amount_krw", "before": 10**9, "after": 2 * 10**9}]
    assert (changes["budget"].row, changes["budget"].about_ko, changes["budget"].about_en) == (
        line.pk,
        "2026 시비 당초",
        "2026 City Planned",
    )
    assert (changes["fact"].action, changes["fact"].about_ko) == ("added", "정류장 열 곳")
    page = text(client, f"/en/tasks/{task.slug}/history/")
    assert "KRW 1 billion" in page
    assert "KRW 2 billion" in page


def test_what_is_deleted_in_the_admin_is_kept_by_the_history(client):
    task = make_task()
    add_line(task)
    client.force_login(make_staff("officer"))

    client.post(reverse("admin:plan_task_change", args=[task.pk]), admin_form(task, **{"budget_lines-0-DELETE": "on"}))

    change = TaskChange.objects.get()
    assert (change.kind, change.action) == ("budget", "removed")
    assert {"name": "amount_krw", "before": 10**9, "after": None} in change.values


def test_an_import_notes_its_differences_with_the_same_two_calls():
    task = make_task()
    before = snapshot(task.pk)
    add_line(task)
    Fact.objects.create(task=task, text_ko="내용", source=task.source)

    changes = note_differences(task=task, before=before, by=None)

    assert [(change.kind, change.action, change.role) for change in changes] == [
        ("fact", "added", "system"),
        ("budget", "added", "system"),
    ]
    assert note_differences(task=task, before=snapshot(task.pk), by=None) == []


def test_a_newer_plan_file_tells_the_history_a_first_one_does_not(tmp_path):
    load(tmp_path)
    begun = TaskChange.objects.count()
    changed = SMALL_PLAN.replace("타운 5곳", "타운 7곳")

    load(tmp_path, changed)

    assert (begun, changed != SMALL_PLAN) == (0, True)
    change = TaskChange.objects.get()
    assert (change.kind, change.action, change.role) == ("fact", "changed", "system")
    assert change.values == [{"name": "text_ko", "before": "타운 5곳", "after": "타운 7곳"}]


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_itself_refuses_to_rewrite_the_history(deed):
    make_milestone()
    rows = TaskChange.objects.all()

    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        rows.update(role="citizen") if deed == "update" else rows._raw_delete(rows.db)

    assert TaskChange.objects.get().role == "officer"


def test_words_that_changed_are_marked_word_by_word(client):
    task, officer = make_task(), make_officer()
    milestone = make_milestone(task=task, title_ko="시범 운행 시작", title_en="Trial runs begin", officer=officer)
    services.milestones.change(
        milestone=milestone,
        officer=officer,
        title_ko="시범 운행 시작",
        title_en="Trial runs end",
        planned_on=milestone.planned_on,
    )

    page = text(client, f"/en/tasks/{task.slug}/history/")

    assert "Title (in English)" in page
    assert "Trial runs <del" in page
    assert "</span>begin<span" in page


def test_a_task_that_nobody_changed_says_so(client):
    assert "No changes yet" in text(client, f"/en/tasks/{make_task().slug}/history/")


def test_it_is_paged_and_the_queries_do_not_grow(client):
    task, officer = make_task(), make_officer()
    address, counts = f"/tasks/{task.slug}/history/", []
    for rows in (1, 2, 20):
        for _ in range(rows):
            make_update(task=task, officer=officer)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
    assert [client.get(f"{address}?page={number}").status_code for number in (1, 2, 3)] == [200, 200, 404]


def test_a_change_makes_the_task_count_as_updated_now():
    task = make_task()

    make_update(task=task)

    before = task.updated_at
    task.refresh_from_db()
    assert task.updated_at > before


def test_another_source_of_the_total_and_another_strategy_stand_there_too(client):
    task = make_task(budget_krw=10**9, budget_source=make_source(title="First report"))
    client.force_login(make_staff("officer"))
    other, strategy = make_source(title="Second report"), make_task().strategy
    given = {"budget_krw": task.budget_krw, "budget_source": other.pk, "strategy": strategy.pk, "source": other.pk}

    client.post(reverse("admin:plan_task_change", args=[task.pk]), admin_form(task, **given))

    change = TaskChange.objects.get(task=task)
    assert [each["name"] for each in change.values] == ["source", "budget_source", "strategy_ko", "strategy_en"]
    page = text(client, f"/en/tasks/{task.slug}/history/")
    assert "Second report" in page
    assert "Source of the budget" in page


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_source_is_called_the_same_whatever_language_the_officer_works_in(language):
    task, source = make_task(), make_source(publisher_ko="대전일보", publisher_en="Daejeon Ilbo", title="기사")
    with translation.override(language):
        before = snapshot(task.pk)
        add_line(task, source=source)
        (line,) = note_differences(task=task, before=before, by=make_officer())
        make_milestone(task=task, source=None)
        milestone = task.milestones.get()
        services.milestones.change(
            milestone=milestone, officer=make_officer(), title_ko="운행", planned_on=milestone.planned_on, source=source
        )

    moved = TaskChange.objects.newest_first().first()
    said = [each["after"] for change in (line, moved) for each in change.values if each["name"] == "source"]
    assert said == ["대전일보: 기사", "대전일보: 기사"]
