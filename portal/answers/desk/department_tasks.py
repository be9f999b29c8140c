"""The tasks of a department as its officers see them: how long nobody reported on them, and what is due. Free of HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from portal.plan.models import Department, Task
from portal.progress.freshness import Freshness, freshness, with_freshness
from portal.progress.models import Milestone, TaskUpdate

DUE_SOON = timedelta(days=30)


@dataclass(frozen=True)
class TaskOnDesk:
    """One task; `due` are its milestones that are overdue or planned for the next thirty days, the earliest first; `drafts` wait
    to be published.
    """

    task: Task
    freshness: Freshness
    due: Sequence[tuple[Milestone, bool]]
    drafts: Sequence[TaskUpdate]


def tasks_of(department: Department | None, now: datetime) -> list[TaskOnDesk]:
    """The tasks that name the department, those without news for the longest time first. Three queries."""
    if department is None:
        return []
    today = timezone.localtime(now).date()
    open_ones = Milestone.objects.filter(actual_on__isnull=True, planned_on__lte=today + DUE_SOON).by_date()
    tasks = with_freshness(Task.objects.filter(department_ko=department.name_ko)).order_by("number", "pk")
    what_waits = (
        Prefetch("milestones", queryset=open_ones, to_attr="due_milestones"),
        Prefetch("updates", queryset=TaskUpdate.objects.drafts().drafts_first(), to_attr="waiting_drafts"),
    )
    found = [
        TaskOnDesk(
            task, freshness(task, now), [(each, each.is_overdue(today)) for each in task.due_milestones], task.waiting_drafts
        )
        for task in tasks.prefetch_related(*what_waits)
    ]
    return sorted(found, key=lambda each: -(each.freshness.days or 0))
