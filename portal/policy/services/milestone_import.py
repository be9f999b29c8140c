"""Many milestones at once, from a file: by the same services as one, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput, RuleViolation
from portal.core.tables import RowError
from portal.policy.milestone_files import MilestoneRow
from portal.policy.models import Milestone, Task
from portal.policy.services import milestones
from portal.policy.services.budget_import import ImportRefused, tasks_by_name
from portal.policy.services.editing import check_editor

COMPARED = ("title_en", "planned_on", "actual_on")


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


def compare(rows: Sequence[MilestoneRow], errors: Sequence[RowError] = (), *, officer: Any) -> Comparison:
    """What a file would do, found by doing it and taking it back: so no rule is asked here that is not asked there."""
    found = Comparison(errors=list(errors))
    with transaction.atomic():
        _write(rows, officer, found)
        transaction.set_rollback(True)
    found.errors.sort(key=lambda error: error.number)
    return found


@transaction.atomic
def import_milestones(*, rows: Sequence[MilestoneRow], officer: Any) -> Comparison:
    """Write the rows that are new or different; the same file twice changes nothing. Milestones that the file leaves out stay.

    Raises NotAnEditor, and ImportRefused if a single row cannot be written.
    """
    found = Comparison()
    _write(rows, officer, found)
    if found.errors:
        raise ImportRefused(
            _("Line %(line)d: %(words)s Nothing was imported.") % {"line": found.errors[0].number, "words": found.errors[0].words}
        )
    return found


def _write(rows: Sequence[MilestoneRow], officer: Any, found: Comparison) -> None:
    check_editor(officer)
    tasks = tasks_by_name()
    known = {(each.task_id, each.title_ko): each for each in Milestone.objects.select_related("task", "source").order_by("pk")}
    for row in rows:
        try:
            with transaction.atomic():
                _write_row(row, tasks, known, officer, found)
        except RuleViolation as violation:
            found.errors.append(RowError(row.number, str(violation)))


def _write_row(row: MilestoneRow, tasks: dict[str, Task], known: dict, officer: Any, found: Comparison) -> None:
    task = tasks.get(row.task)
    if task is None:
        raise InvalidInput(_("There is no task with this number or address: %(task)s") % {"task": row.task})
    milestone = known.get((task.pk, row.title_ko))
    if milestone and all((getattr(milestone, name) or None) == (getattr(row, name) or None) for name in COMPARED):
        found.same.append(row)
        return
    is_new = milestone is None
    titles = {"title_ko": row.title_ko, "title_en": row.title_en}
    if is_new:
        milestone = milestones.add(task=task, officer=officer, planned_on=row.planned_on, **titles)
    before = Milestone.objects.get(pk=milestone.pk)
    if not is_new or row.actual_on:
        reasons = {"reason_ko": row.reason_ko, "reason_en": row.reason_en, "source": milestone.source}
        days = {"planned_on": row.planned_on, "actual_on": row.actual_on}
        milestones.change(milestone=milestone, officer=officer, **titles, **days, **reasons)
    if is_new:
        found.new.append(row)
    else:
        found.changed.append((row, before))
