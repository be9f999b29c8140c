"""How long a task has not been reported on. Counted from its newest published update, else from the day of the plan."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from portal.plan.models import Plan, Task
from portal.progress.models import TaskUpdate

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

STALE_AFTER_DAYS = 90


@dataclass(frozen=True)
class Freshness:
    """`updated_on` is the day of the newest update, None without one; `days` have gone by since it, or since `planned_on`."""

    updated_on: date | None
    planned_on: date | None
    days: int | None
    is_stale: bool


class FreshnessFields(TypedDict):
    """What `with_freshness` adds to a task."""

    newest_update_at: datetime | None
    plan_announced_on: date | None
    # The list of tasks sets it.
    freshness: Freshness


FreshTask: TypeAlias = "WithAnnotations[Task, FreshnessFields]"


def with_freshness(tasks: QuerySet[Task]) -> "QuerySet[FreshTask]":
    """The tasks, each with what `freshness` needs; in the same query."""
    newest = TaskUpdate.objects.published().filter(task=OuterRef("pk")).newest_first()
    fresh = tasks.annotate(
        newest_update_at=Subquery(newest.values("published_at")[:1]),
        plan_announced_on=Subquery(Plan.objects.values("announced_on")[:1]),
    )
    return cast("QuerySet[FreshTask]", fresh)


def freshness(task: "FreshTask", now: datetime) -> Freshness:
    """A task that is done or stopped goes stale no more; without update and plan nothing is said."""
    updated_on = timezone.localtime(task.newest_update_at).date() if task.newest_update_at else None
    since = updated_on or task.plan_announced_on
    days = (timezone.localtime(now).date() - since).days if since else None
    is_stale = days is not None and days >= STALE_AFTER_DAYS and not task.has_ended
    return Freshness(updated_on, task.plan_announced_on, days, is_stale)
