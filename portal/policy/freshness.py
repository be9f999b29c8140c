"""How long a task has not been reported on. Counted from its newest published update, else from the day of the plan."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from portal.policy.models import Plan, Task, TaskUpdate

STALE_AFTER_DAYS = 90


@dataclass(frozen=True)
class Freshness:
    """`updated_on` is the day of the newest update, None without one; `days` have gone by since it, or since `planned_on`."""

    updated_on: date | None
    planned_on: date | None
    days: int | None
    is_stale: bool


def with_freshness(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks, each with what `freshness` needs; in the same query."""
    newest = TaskUpdate.objects.published().filter(task=OuterRef("pk")).newest_first()
    return tasks.annotate(
        newest_update_at=Subquery(newest.values("published_at")[:1]),
        plan_announced_on=Subquery(Plan.objects.values("announced_on")[:1]),
    )


def freshness(task: Task, now: datetime) -> Freshness:
    """For a task of `with_freshness`. A task that is done or stopped goes stale no more; without update and plan nothing is said."""
    updated_on = timezone.localtime(task.newest_update_at).date() if task.newest_update_at else None
    since = updated_on or task.plan_announced_on
    days = (timezone.localtime(now).date() - since).days if since else None
    is_stale = days is not None and days >= STALE_AFTER_DAYS and not task.has_ended
    return Freshness(updated_on, task.plan_announced_on, days, is_stale)
