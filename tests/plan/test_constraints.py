"""What must never be false about the plan is held by the database too."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from portal.plan.models import Fact, Plan, PlanFigure, Source, Task
from tests.factories import make_source, make_strategy, make_task

pytestmark = pytest.mark.django_db


def make_plan(**fields) -> Plan:
    values = {"title_ko": "계획", "announced_on": date(2018, 9, 20), "announced_at_ko": "회의", "source": make_source()}
    return Plan.objects.create(**{**values, **fields})


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize("number", [0, 17])
def test_a_task_has_a_number_from_1_to_16(number):
    with refused("task_number_is_in_range"):
        make_task(number=number)


def test_no_two_tasks_have_one_number():
    first = make_task()

    with refused("task_number_is_unique"), transaction.atomic():
        make_task(number=first.number, slug="another")
        connection.check_constraints()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"budget_krw": -1}, "task_budget_is_not_negative"),
        ({"budget_krw": 1}, "task_budget_has_a_source"),
        ({"starts_on": date(2020, 1, 2), "ends_on": date(2020, 1, 1)}, "task_ends_after_it_starts"),
    ],
)
def test_a_task_cannot_be_wrong_about_money_or_time(fields, constraint):
    source = make_source()

    with refused(constraint):
        make_task(**fields, **({"budget_source": source} if "not_negative" in constraint else {}))


def test_a_source_of_money_without_money_is_refused():
    with refused("task_budget_has_a_source"):
        make_task(budget_source=make_source())


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"published_on": date(2018, 1, 1), "published_year": 2019}, "source_day_lies_in_its_year"),
        (
            {"published_on": date(2018, 1, 1), "published_year": 2018, "is_date_inferred": True},
            "source_with_a_day_is_not_inferred",
        ),
    ],
)
def test_a_source_cannot_contradict_itself_about_its_date(fields, constraint):
    with refused(constraint):
        make_source(**fields)


def test_there_is_one_plan():
    make_plan()

    with refused("plan_plan_key"), transaction.atomic():
        make_plan()
    with refused("plan_is_one_row"):
        make_plan(key="other")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"value": -1}, "plan_figure_is_not_negative"),
        ({"unit": "euro"}, "plan_figure_unit_is_known"),
        ({"report": "rumour"}, "plan_figure_report_is_known"),
    ],
)
def test_a_figure_is_a_known_kind_of_number(fields, constraint):
    plan = make_plan()
    values = {"plan": plan, "report": "announcement", "key": "jobs", "value": 1, "unit": "count", "source": plan.source}

    with refused(constraint):
        PlanFigure.objects.create(**{**values, **fields})


def test_what_others_refer_to_cannot_be_deleted():
    task = make_task(source=make_source(), strategy=make_strategy(source=make_source()))
    Fact.objects.create(task=task, text_ko="내용", source=task.source)

    for row in (task, task.strategy, task.source):
        with pytest.raises(ProtectedError):
            row.delete()

    assert (Task.objects.count(), Source.objects.count()) == (1, 2)
