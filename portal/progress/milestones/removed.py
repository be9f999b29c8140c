"""Milestones that are gone, as the task's page keeps showing them: without it a late one could be removed and stated anew."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.plan.models import Task, TaskChange
from portal.progress.freshness import FreshnessFields, FreshTask
from portal.progress.history import who

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class TakenAway:
    """One milestone as it stood when it was removed; `change` says when that was and why."""

    change: TaskChange
    baseline_on: date
    planned_on: date
    actual_on: date | None

    @property
    def has_moved(self) -> bool:
        return self.planned_on != self.baseline_on


@dataclass(frozen=True)
class Stated:
    """What the history tells of a task's milestones: in which role they were stated last, "" if never, and which are gone."""

    by: str
    taken_away: list[TakenAway]


class HistoryFields(FreshnessFields):
    """What `with_milestone_history` adds to a task of `with_freshness`."""

    has_milestone_history: bool


TaskWithHistory: TypeAlias = "WithAnnotations[Task, HistoryFields]"


def with_milestone_history(tasks: "QuerySet[FreshTask]") -> "QuerySet[TaskWithHistory]":
    """The tasks, each with whether the history tells of milestones at all; in the same query."""
    told = TaskChange.objects.filter(task=OuterRef("pk"), kind=TaskChange.Kind.MILESTONE)
    return tasks.annotate(has_milestone_history=Exists(told))


def stated(task: "TaskWithHistory") -> Stated:
    """Who stated the milestones, and those that were removed, the newest removal first. One query, or none."""
    if not task.has_milestone_history:
        return Stated("", [])
    of_milestones = TaskChange.objects.filter(task=task, kind=TaskChange.Kind.MILESTONE)
    newest = of_milestones.newest_first().values("pk")[:1]
    found = of_milestones.filter(Q(action=TaskChange.Action.REMOVED) | Q(pk__in=newest))
    changes = list(found.select_related("department").newest_first())
    removed = [change for change in changes if change.action == TaskChange.Action.REMOVED]
    return Stated(who(changes[0]) if changes else "", [_as_it_stood(change) for change in removed])


def _as_it_stood(change: TaskChange) -> TakenAway:
    days = {each["name"]: date.fromisoformat(each["before"]) for each in change.values}
    return TakenAway(change, days["baseline_on"], days["planned_on"], days.get("actual_on"))
