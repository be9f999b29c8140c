"""Loading the plan: what arrives, what a second run changes, what it says."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Sum

from portal.plan.models import (
    CitizenMeasure,
    Fact,
    LoadedRecord,
    Plan,
    PlanFigure,
    PlanParty,
    PlanStatement,
    Source,
    Strategy,
    Task,
)
from tests.plan.plan_files import SMALL_PLAN, load

pytestmark = pytest.mark.django_db
MODELS = (Source, Strategy, Task, Fact, Plan, PlanFigure, PlanParty, PlanStatement, CitizenMeasure)


def rows() -> list[list[dict]]:
    """Everything the loader writes, column by column."""
    return [list(model.objects.order_by("pk").values()) for model in (*MODELS, LoadedRecord)]


def test_the_shipped_plan_arrives_whole():
    out = StringIO()

    call_command("load_plan", stdout=out)

    assert out.getvalue().splitlines()[0] == (
        "Plan loaded: 70 created, 0 changed, 0 unchanged, 0 kept as staff edited, 0 removed, 0 left out, 0 not in the file."
    )
    assert [model.objects.count() for model in MODELS] == [8, 4, 16, 14, 1, 15, 5, 4, 3]
    assert list(Task.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 17))
    assert list(Task.objects.unconfirmed().order_by("number").values_list("slug", flat=True)) == [
        "citizen-rbd",
        "international-forum",
    ]


def test_the_shipped_figures_are_those_that_were_published():
    call_command("load_plan", verbosity=0)

    announced = dict(PlanFigure.objects.filter(report="announcement").values_list("key", "value"))
    later = dict(PlanFigure.objects.filter(report="later").values_list("key", "value"))

    assert announced == {
        "investment": 2_800_000_000_000,
        "tasks-before": 24,
        "tasks-now": 16,
        "total-effect": 6_600_000_000_000,
        "production-effect": 4_700_000_000_000,
        "value-added-effect": 1_900_000_000_000,
        "new-jobs": 36_000,
        "startups": 2_000,
    }
    assert later == {
        "until": 2026,
        "projects": 33,
        "investment": 2_328_800_000_000,
        "national": 692_800_000_000,
        "city": 775_700_000_000,
        "private": 860_300_000_000,
        "new-jobs": 27_000,
    }
    assert Task.objects.aggregate(Sum("budget_krw"))["budget_krw__sum"] == 250_000_000_000 + 65_100_000_000 + 79_850_000_000


def test_what_is_known_about_a_date_is_kept():
    call_command("load_plan", verbosity=0)

    dates = {source.key: (source.published_on, source.published_year, source.is_date_inferred) for source in Source.objects.all()}

    assert dates["fnnews-2019-01-24"] == (date(2019, 1, 24), 2019, False)
    assert dates["joongang-2018"] == (None, 2018, False)
    assert dates["sedaily-2019"] == (None, 2019, True)


def test_a_second_run_changes_nothing(tmp_path):
    load(tmp_path)
    before = rows()

    said = load(tmp_path)

    assert rows() == before
    assert said == (
        "Plan loaded: 0 created, 0 changed, 9 unchanged, 0 kept as staff edited, 0 removed, 0 left out, 0 not in the file.\n"
    )


def test_what_the_file_changed_is_written_and_reported_field_by_field(tmp_path):
    load(tmp_path)
    plan = SMALL_PLAN.replace("250_000_000_000", "260_000_000_000").replace("Grow start-ups", "Raise start-ups")

    said = load(tmp_path, plan)

    assert said.splitlines() == [
        "Plan loaded: 0 created, 1 changed, 8 unchanged, 0 kept as staff edited, 0 removed, 0 left out, 0 not in the file.",
        "changed: task startups: title_en 'Grow start-ups' → 'Raise start-ups'",
        "changed: task startups: budget_krw 250000000000 → 260000000000",
    ]
    task = Task.objects.get(slug="startups")
    assert (task.title_en, task.budget_krw) == ("Raise start-ups", 260_000_000_000)


def test_a_changed_fact_makes_its_task_newly_updated(tmp_path):
    load(tmp_path)
    before = {task.slug: task.updated_at for task in Task.objects.all()}

    load(tmp_path, SMALL_PLAN.replace("Five towns", "Six towns"))

    after = {task.slug: task.updated_at for task in Task.objects.all()}
    assert after["startups"] > before["startups"]
    assert after["workforce"] == before["workforce"]


def test_two_tasks_may_change_their_numbers_with_each_other(tmp_path):
    load(tmp_path)
    plan = SMALL_PLAN.replace("number: 1", "number: X").replace("number: 2", "number: 1").replace("number: X", "number: 2")

    load(tmp_path, plan)

    assert list(Task.objects.order_by("number").values_list("slug", flat=True)) == ["workforce", "startups"]


def test_a_fact_that_left_the_file_goes_and_a_task_stays(tmp_path):
    load(tmp_path)
    start, end = SMALL_PLAN.index("  - number: 2"), SMALL_PLAN.index("plan:\n")
    without_task = SMALL_PLAN[:start] + SMALL_PLAN[end:]
    plan = without_task.replace("    facts:\n      - {key: towns, text_ko: 타운 5곳, text_en: Five towns, source: daily}\n", "")

    said = load(tmp_path, plan)

    assert said.splitlines()[1:] == ["removed: fact startups/towns", "not in the file, kept: task workforce"]
    assert list(Task.objects.order_by("number").values_list("slug", flat=True)) == ["startups", "workforce"]
    assert Fact.objects.count() == 0


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    load(tmp_path)
    before = rows()
    plan = SMALL_PLAN.replace("Five towns", "Six towns")

    said = load(tmp_path, plan, "--dry-run")

    assert rows() == before
    assert said.splitlines() == [
        (
            "Plan checked, nothing written: 0 created, 1 changed, 8 unchanged, 0 kept as staff edited, 0 removed, 0 left out,"
            " 0 not in the file."
        ),
        "changed: fact startups/towns: text_en 'Five towns' → 'Six towns'",
    ]
    assert load(tmp_path, plan).splitlines()[1:] == said.splitlines()[1:]


def test_a_file_that_is_not_there_gets_one_line(tmp_path):
    with pytest.raises(CommandError, match=r"missing\.yaml: No such file or directory\. Nothing was changed\."):
        call_command("load_plan", "--file", str(tmp_path / "missing.yaml"))


def test_a_number_that_staff_gave_to_another_task_stops_the_load(tmp_path):
    load(tmp_path)
    Task.objects.filter(slug="workforce").update(number=3)
    before = rows()
    third = SMALL_PLAN[SMALL_PLAN.index("  - number: 2") : SMALL_PLAN.index("plan:\n")]
    third = third.replace("number: 2", "number: 3").replace("workforce", "campus")
    plan = SMALL_PLAN.replace("plan:\n", f"{third}plan:\n", 1)

    with pytest.raises(CommandError, match=r"task_number_is_unique(?s:.*)Nothing was changed"):
        load(tmp_path, plan)

    assert rows() == before
