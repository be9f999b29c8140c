"""Many budget lines at once, from a file: compared with what stands, then written together or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput
from portal.core.files.tables import RowError
from portal.core.people import Person
from portal.plan.budget_files import BudgetRow
from portal.plan.models import BudgetLine, Source, Task
from portal.plan.services.changes import batched_changes, note_differences, snapshot
from portal.plan.services.editing import check_editor, lock_all_tasks, others_task
from portal.plan.services.refusals import ChangedMeanwhile

COMPARED = ("amount_krw", "source_id", "as_of")
# Task, year, payer and stage.
RowKey = tuple[str, int, str, str]


class ImportRefused(InvalidInput):
    """A row of the file cannot be written, so none is."""


@dataclass
class Comparison:
    """What a file would do: rows that are new, that change a line, that say what stands already; and what is wrong."""

    new: list[BudgetRow] = field(default_factory=list)
    changed: list[tuple[BudgetRow, BudgetLine]] = field(default_factory=list)
    same: list[BudgetRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines would be written."""
        return len(self.new) + len(self.changed)

    @property
    def stands(self) -> list[list[Any]]:
        """What stands now where the file writes: line of the file and what it would change, nothing for what is new.

        Fit for JSON.
        """
        before = [[row.number, line.amount_krw, line.source_id, f"{line.as_of}"] for row, line in self.changed]
        return sorted([[row.number] for row in self.new] + before)


def compare(rows: Iterable[BudgetRow], errors: Sequence[RowError] = (), *, officer: Person) -> Comparison:
    """What a file would do to the budgets, without doing it. Four queries, however many rows. Raises NotAnEditor."""
    check_editor(officer)
    tasks, sources = tasks_by_name(), _sources()
    own = set(Task.objects.editable_by(officer).values_list("pk", flat=True))
    lines = {
        (line.task.slug, line.year, line.payer, line.stage): line for line in BudgetLine.objects.select_related("task", "source")
    }
    found = Comparison(errors=list(errors))
    seen: dict[RowKey, int] = {}
    for row in rows:
        if problem := _problem(row, tasks, sources, seen):
            found.errors.append(RowError(row.number, problem))
            continue
        line = lines.get(_key(row, tasks))
        if line and _values(row, sources) == {name: getattr(line, name) for name in COMPARED}:
            found.same.append(row)
        elif tasks[row.task].pk not in own:
            found.errors.append(RowError(row.number, others_task()))
        elif line is None:
            found.new.append(row)
        else:
            found.changed.append((row, line))
    found.errors.sort(key=lambda error: error.number)
    return found


@transaction.atomic
def import_lines(*, rows: Sequence[BudgetRow], officer: Person, looked_at: list[list[Any]] | None = None) -> Comparison:
    """Write the rows that are new or different; the same file twice changes nothing. Lines that the file leaves out stay.

    All or nothing: raises ImportRefused if a single row cannot be written, ChangedMeanwhile if what stands is not what was
    looked at (`Comparison.stands`), and NotAnEditor. Each change stands in its task's history.
    """
    check_editor(officer)
    lock_all_tasks()
    found = compare(rows, officer=officer)
    if found.errors:
        raise ImportRefused(
            _("Line %(line)d: %(words)s Nothing was imported.") % {"line": found.errors[0].number, "words": found.errors[0].words}
        )
    check_as_looked_at(found.stands, looked_at)
    tasks, sources = tasks_by_name(), _sources()
    touched = {tasks[row.task].pk: tasks[row.task] for row in [*found.new, *(row for row, _line in found.changed)]}
    before = {key: snapshot(key) for key in touched}
    BudgetLine.objects.bulk_create(
        BudgetLine(task=tasks[row.task], year=row.year, payer=row.payer, stage=row.stage, **_values(row, sources))
        for row in found.new
    )
    for row, line in found.changed:
        for name, value in _values(row, sources).items():
            setattr(line, name, value)
    BudgetLine.objects.bulk_update([line for _row, line in found.changed], [name.removesuffix("_id") for name in COMPARED])
    with batched_changes():
        for key, task in touched.items():
            note_differences(task=task, before=before[key], by=officer)
    return found


def check_as_looked_at(stands: list[list[Any]], looked_at: list[list[Any]] | None) -> None:
    """Let nothing be written over that nobody saw: raises ChangedMeanwhile. Where nothing is left to write, nothing is."""
    if looked_at is not None and stands and stands != looked_at:
        raise ChangedMeanwhile(_("Somebody changed the same data after you had checked this file. Please check it once more."))


def _values(row: BudgetRow, sources: dict[str, Source]) -> dict[str, Any]:
    return {"amount_krw": row.amount_krw, "source_id": sources[row.source].pk, "as_of": row.as_of}


def _key(row: BudgetRow, tasks: dict[str, Task]) -> RowKey:
    """What may stand in a file once, whether the task is named by its number or by its address."""
    return tasks[row.task].slug, row.year, row.payer, row.stage


def _problem(row: BudgetRow, tasks: dict[str, Task], sources: dict[str, Source], seen: dict[RowKey, int]) -> str:
    """What is wrong with a row, "" for nothing; `seen` keeps in which line each key stands."""
    if row.task not in tasks:
        return _("There is no task with this number or address: %(task)s") % {"task": row.task}
    if row.source not in sources:
        return _("There is no source with this code: %(source)s. Please add it to the sources first.") % {"source": row.source}
    first = seen.setdefault(_key(row, tasks), row.number)
    if first != row.number:
        return _("This line says the same task, year, payer and stage as line %(line)d.") % {"line": first}
    return ""


def tasks_by_name() -> dict[str, Task]:
    """Each task by its address and by its number."""
    tasks = list(Task.objects.order_by("pk"))
    return {task.slug: task for task in tasks} | {str(task.number): task for task in tasks}


def _sources() -> dict[str, Source]:
    return {source.key: source for source in Source.objects.order_by("pk")}
