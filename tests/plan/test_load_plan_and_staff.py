"""The loader never overwrites what staff edited without saying so."""

import pytest

from portal.plan.models import Fact, LoadedRecord, Source, Task
from tests.factories import make_source, make_strategy, make_task
from tests.plan.plan_files import SMALL_PLAN, load

pytestmark = pytest.mark.django_db


def edited_by_staff(**fields) -> Task:
    Task.objects.filter(slug="startups").update(**fields)
    return Task.objects.get(slug="startups")


def test_an_edited_field_stays_and_is_reported_on_every_run(tmp_path):
    load(tmp_path)
    edited_by_staff(title_ko="창업 지원")

    said = [load(tmp_path) for _ in range(2)]

    assert said[0] == said[1]
    assert said[0].splitlines() == [
        "Plan loaded: 0 created, 0 changed, 8 unchanged, 1 kept as staff edited, 0 removed, 0 left out, 0 not in the file.",
        "kept, edited by staff: task startups: title_ko is '창업 지원', the file says '스타트업 육성'",
    ]
    assert Task.objects.get(slug="startups").title_ko == "창업 지원"


def test_the_other_fields_of_an_edited_task_still_follow_the_file(tmp_path):
    load(tmp_path)
    edited_by_staff(title_ko="창업 지원")

    said = load(tmp_path, SMALL_PLAN.replace("Grow start-ups", "Raise start-ups").replace("스타트업 육성", "스타트업 키우기"))

    assert said.splitlines()[1:] == [
        "changed: task startups: title_en 'Grow start-ups' → 'Raise start-ups'",
        "kept, edited by staff: task startups: title_ko is '창업 지원', the file says '스타트업 키우기'",
    ]
    task = Task.objects.get(slug="startups")
    assert (task.title_ko, task.title_en) == ("창업 지원", "Raise start-ups")


def test_overwrite_takes_the_file_and_says_so(tmp_path):
    load(tmp_path)
    edited_by_staff(title_ko="창업 지원", is_confirmed=False)

    said = load(tmp_path, SMALL_PLAN, "--overwrite")

    assert said.splitlines()[1:] == [
        "changed: task startups: title_ko '창업 지원' → '스타트업 육성'",
        "changed: task startups: is_confirmed False → True",
    ]
    assert load(tmp_path).startswith("Plan loaded: 0 created, 0 changed, 9 unchanged, 0 kept")


def test_an_edit_taken_back_follows_the_file_again(tmp_path):
    load(tmp_path)
    edited_by_staff(title_ko="창업 지원")
    load(tmp_path, SMALL_PLAN.replace("스타트업 육성", "스타트업 키우기"))
    edited_by_staff(title_ko="스타트업 육성")

    load(tmp_path, SMALL_PLAN.replace("스타트업 육성", "스타트업 키우기"))

    assert Task.objects.get(slug="startups").title_ko == "스타트업 키우기"


def test_a_fact_that_staff_deleted_stays_deleted(tmp_path):
    load(tmp_path)
    Fact.objects.all().delete()

    said = load(tmp_path)

    assert said.splitlines()[1:] == ["left out: fact startups/towns: staff removed it"]
    assert Fact.objects.count() == 0
    assert load(tmp_path, SMALL_PLAN, "--overwrite").splitlines()[1:] == ["created: fact startups/towns"]


def test_the_facts_of_a_deleted_task_are_left_out_with_it(tmp_path):
    load(tmp_path)
    Fact.objects.all().delete()
    Task.objects.filter(slug="startups").delete()

    said = load(tmp_path)

    assert said.splitlines()[1:] == [
        "left out: task startups: staff removed it",
        "left out: fact startups/towns: staff removed task startups",
    ]


def test_a_fact_that_staff_wrote_is_not_touched(tmp_path):
    load(tmp_path)
    task = Task.objects.get(slug="startups")
    Fact.objects.create(task=task, position=9, text_ko="직원이 쓴 내용", source=Source.objects.get())

    said = load(tmp_path)

    assert said.count("\n") == 1
    assert list(task.facts.order_by("position").values_list("text_ko", flat=True)) == ["타운 5곳", "직원이 쓴 내용"]


def test_an_edited_fact_stays_when_the_file_drops_it(tmp_path):
    load(tmp_path)
    Fact.objects.update(text_ko="타운 6곳")

    said = load(tmp_path, SMALL_PLAN.replace("key: towns", "key: start-up-towns"))

    assert said.splitlines()[1:] == ["created: fact startups/start-up-towns", "not in the file, kept: fact startups/towns"]


def test_a_task_that_staff_made_under_the_same_name_keeps_their_words(tmp_path):
    make_task(slug="startups", number=1, title_ko="직원이 만든 과제", strategy=make_strategy(position=9), source=make_source())

    said = load(tmp_path)

    assert (
        "kept, edited by staff: task startups: title_ko is '직원이 만든 과제', the file says '스타트업 육성'" in said.splitlines()
    )
    assert Task.objects.get(slug="startups").title_ko == "직원이 만든 과제"


def test_a_field_that_an_earlier_release_did_not_know_is_filled_from_the_file(tmp_path):
    load(tmp_path)
    record = LoadedRecord.objects.get(kind="task", key="startups")
    del record.values["note_ko"]
    record.save()

    said = load(tmp_path, SMALL_PLAN.replace("    budget_krw", "    note_ko: 새 참고\n    budget_krw"))

    assert said.splitlines()[1:] == ["changed: task startups: note_ko '' → '새 참고'"]
    assert Task.objects.get(slug="startups").note_ko == "새 참고"
