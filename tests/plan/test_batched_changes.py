"""Many changes at once lock the audit log for a moment only; a preview does not touch it at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.audit_log import verify
from portal.core.models import AuditEvent
from portal.plan.budget_files import BudgetRow
from portal.plan.models import Task, TaskChange
from portal.plan.services.budget_import import import_lines
from portal.plan.services.changes import Action, Kind, batched_changes, note
from portal.progress.milestones.files import read
from portal.progress.services.milestone_import import ImportRefused, compare, import_milestones
from tests.factories import make_officer, make_source, make_task

pytestmark = pytest.mark.django_db
HEAD = "과제,추진 단계,계획일\n"


def milestones_file(count: int, *more: str):
    lines = [f"smart-city,단계 {number},2027-03-31" for number in range(count)]
    return read((HEAD + "\n".join([*lines, *more])).encode())


def writes_to_the_record(queries) -> list[int]:
    """At which places among all queries the audit log was written to."""
    return [place for place, query in enumerate(queries) if "INSERT" in query["sql"] and "core_auditevent" in query["sql"]]


@pytest.fixture
def task():
    return make_task(slug="smart-city", number=3)


def test_a_preview_of_milestones_writes_nothing_to_the_record(task):
    rows, errors = milestones_file(3)
    officer = make_officer()

    with CaptureQueriesContext(connection) as captured:
        found = compare(rows, errors, officer=officer)

    assert (len(found.new), writes_to_the_record(captured.captured_queries)) == (3, [])


def test_milestones_are_recorded_together_when_all_of_them_are_written(task):
    rows, _errors = milestones_file(3)
    officer = make_officer()

    with CaptureQueriesContext(connection) as captured:
        import_milestones(rows=rows, officer=officer)

    (place,) = writes_to_the_record(captured.captured_queries)
    assert not any("progress_milestone" in query["sql"] for query in captured.captured_queries[place:])
    changes = TaskChange.objects.order_by("pk")
    entries = AuditEvent.objects.filter(action="task.milestone_added").order_by("number")
    assert [(change.about_ko, change.role) for change in changes] == [(f"단계 {number}", "officer") for number in range(3)]
    assert [(entry.details["change"], entry.actor, entry.subject) for entry in entries] == [
        (change.pk, officer.pk, f"task:{task.pk}") for change in changes
    ]
    assert Task.objects.get().updated_at == changes.last().happened_at
    assert verify().broken is None


def test_a_file_that_is_refused_leaves_nothing_behind_and_nothing_waiting(task):
    rows, _errors = milestones_file(2, "nowhere,단계,2027-03-31")
    officer = make_officer()

    with pytest.raises(ImportRefused):
        import_milestones(rows=rows, officer=officer)
    note(task=task, kind=Kind.TASK, action=Action.CHANGED, by=officer)

    assert list(TaskChange.objects.values_list("kind", "action")) == [("task", "changed")]


def test_budget_lines_are_recorded_together(task):
    source = make_source()
    day = source.published_on or "2026-01-01"
    rows = [BudgetRow(2 + n, "smart-city", 2020 + n, "city", "planned", 10**9, source.key, day) for n in range(3)]
    officer = make_officer()

    with CaptureQueriesContext(connection) as captured:
        import_lines(rows=rows, officer=officer)

    assert len(writes_to_the_record(captured.captured_queries)) == 1
    assert AuditEvent.objects.filter(action="task.budget_added").count() == TaskChange.objects.count() == 3


def test_nothing_noted_is_nothing_written(task):
    with batched_changes():
        pass

    assert TaskChange.objects.count() == 0
