"""Many milestones at once, from a file: by the same services as one, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput, RuleViolation
from portal.core.files.tables import RowError
from portal.core.people import Person
from portal.plan.models import Task
from portal.plan.services.budget_import import ImportRefused, check_as_looked_at, tasks_by_name
from portal.plan.services.changes import batched_changes
from portal.plan.services.editing import check_editor, lock_all_tasks
from portal.progress.milestones.files import MilestoneRow
from portal.progress.models import Milestone
from portal.progress.services import milestones

# The task's key and the Korean title.
MilestoneKey = tuple[int, str]
Known = dict[MilestoneKey, Milestone]


@dataclass
class Comparison:
    """What a file would do: rows that are new, that change a milestone, that say what stands already; and what is wrong."""

    new: list[MilestoneRow] = field(default_factory=list)
    changed: list[tuple[MilestoneRow, Milestone]] = field(default_factory=list)
    same: list[MilestoneRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many milestones would be written."""
        return len(self.new) + len(self.changed)

    @property
    def stands(self) -> list[list[Any]]:
        """What stands now where the file writes: line of the file and what it would change, nothing for what is new.

        Fit for JSON.
        """
        before = [
            [row.number, each.title_en or "", f"{each.planned_on}", f"{each.actual_on or ''}"] for row, each in self.changed
        ]
        return sorted([[row.number] for row in self.new] + before)


def compare(rows: Sequence[MilestoneRow], errors: Sequence[RowError] = (), *, officer: Person) -> Comparison:
    """What a file would do, found by doing it and taking it back: so no rule is asked here that is not asked there."""
    found = Comparison(errors=list(errors))
    with transaction.atomic(), batched_changes(is_kept=False):
        _write(rows, officer, found)
        transaction.set_rollback(True)
    found.errors.sort(key=lambda error: error.number)
    return found


@transaction.atomic
def import_milestones(*, rows: Sequence[MilestoneRow], officer: Person, looked_at: list[list[Any]] | None = None) -> Comparison:
    """Write the rows that are new or different; the same file twice changes nothing. Milestones that the file leaves out stay.

    Raises NotAnEditor, ImportRefused if a single row cannot be written, and ChangedMeanwhile if what stands is not what was
    looked at (`Comparison.stands`).
    """
    found = Comparison()
    with batched_changes():
        _write(rows, officer, found)
        if found.errors:
            raise ImportRefused(
                _("Line %(line)d: %(words)s Nothing was imported.")
                % {"line": found.errors[0].number, "words": found.errors[0].words}
            )
        check_as_looked_at(found.stands, looked_at)
    return found


def _write(rows: Sequence[MilestoneRow], officer: Person, found: Comparison) -> None:
    check_editor(officer)
    lock_all_tasks()
    tasks = tasks_by_name()
    seen: dict[MilestoneKey, int] = {}
    stored = Milestone.objects.select_related("task", "source").order_by("pk")
    known: Known = {(each.task_id, each.title_ko or ""): each for each in stored}
    for row in rows:
        try:
            with transaction.atomic():
                _write_row(row, _said(row, tasks, known, seen), officer, found)
        except RuleViolation as violation:
            found.errors.append(RowError(row.number, str(violation)))


@dataclass(frozen=True)
class _Said:
    """What a row says about which milestone, None for a new one.

    As it would be stored, with what the file leaves out as it stands.
    """

    task: Task
    milestone: Milestone | None
    values: dict[str, Any]

    @property
    def is_known(self) -> bool:
        """Whether all of it stands already."""
        names = ("title_en", "planned_on", "actual_on")
        return self.milestone is not None and all(
            (getattr(self.milestone, name) or None) == (self.values[name] or None) for name in names
        )


def _said(row: MilestoneRow, tasks: dict[str, Task], known: Known, seen: dict[MilestoneKey, int]) -> _Said:
    """Raises InvalidInput for a task that is not there, for a second line about the same milestone, and UnusableText."""
    task = tasks.get(row.task)
    if task is None:
        raise InvalidInput(_("There is no task with this number or address: %(task)s") % {"task": row.task})
    title_ko, title_en = milestones.kept_titles(row.title_ko, row.title_en)
    first = seen.setdefault((task.pk, title_ko), row.number)
    if first != row.number:
        raise InvalidInput(_("This line names the same milestone as line %(line)d.") % {"line": first})
    milestone = known.get((task.pk, title_ko))
    values = {"title_ko": title_ko, "title_en": title_en, "planned_on": row.planned_on, "actual_on": row.actual_on}
    kept = {name: getattr(milestone, name) or values[name] for name in row.leaves_out if milestone and name in values}
    return _Said(task, milestone, values | kept)


def _write_row(row: MilestoneRow, said: _Said, officer: Person, found: Comparison) -> None:
    if said.is_known:
        found.same.append(row)
        return
    milestone = said.milestone
    if milestone is None:
        first = {name: value for name, value in said.values.items() if name != "actual_on"}
        milestone = milestones.add(task=said.task, officer=officer, **first)
    if said.milestone or row.actual_on:
        before = Milestone.objects.get(pk=milestone.pk)
        milestones.change(
            milestone=milestone,
            officer=officer,
            **said.values,
            reason_ko=row.reason_ko,
            reason_en=row.reason_en,
            source=milestone.source,
        )
    if said.milestone:
        found.changed.append((replace(row, **said.values), before))
    else:
        found.new.append(row)
