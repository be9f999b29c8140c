"""What a follower's daily message lists.

Packages above this one add sources of their own, so that this floor needs to know none.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.plan.models import TaskChange
from portal.progress.history import shown
from portal.progress.models import Follow, Milestone, TaskUpdate

Kind = TaskChange.Kind
Action = TaskChange.Action


@dataclass(frozen=True)
class Item:
    """One line of a message, in the active language: about which task, when, what; `link` is a path of the portal."""

    task_id: int
    at: datetime
    text: str
    link: str = ""


# Given the keys of tasks and a span (later than the first moment, up to the second): what happened, in the active language.
Source = Callable[[Collection[int], datetime, datetime], list[Item]]
_sources: list[tuple[str, Source]] = []


def declare_source(source: Source, *, level: str = Follow.Level.OFFICIAL) -> None:
    """Make a source known, called in `AppConfig.ready()`.

    `level` says who is told: everybody who follows, or only who follows all.
    """
    if (level, source) not in _sources:
        _sources.append((level, source))


def items_for(follows: Collection[Follow], after: datetime, until: datetime) -> list[Item]:
    """Everything that followers of these tasks are to be told of this span, by time. As many queries as the sources make."""
    found: list[Item] = []
    since = {follow.task_id: follow.since for follow in follows}
    for level, source in _sources:
        tasks = [each.task_id for each in follows if level == Follow.Level.OFFICIAL or each.level == Follow.Level.ALL]
        if tasks:
            found += source(tasks, after, until)
    # What was before somebody began to follow is no news to them.
    return sorted((item for item in found if item.at > since[item.task_id]), key=lambda item: item.at)


def changes_of_tasks(tasks: Collection[int], after: datetime, until: datetime) -> list[Item]:
    """What the city changed and published. Several changes of one thing are told once, as they ended. Three queries.

    What was promised is told by the package that knows whether the answer is still there.
    """
    span = TaskChange.objects.exclude(kind=Kind.COMMITMENT).filter(task__in=tasks)
    things = merged(span.filter(happened_at__gt=after, happened_at__lte=until))
    readable = _still_there(TaskUpdate.objects.published(), Kind.UPDATE, things)
    milestones = _still_there(Milestone.objects.all(), Kind.MILESTONE, things)
    there: dict[str, set[int]] = {Kind.UPDATE: readable, Kind.MILESTONE: milestones}
    return [_item(changes, readable) for changes in things if not _was_taken_back(changes[-1], there)]


def merged(span: QuerySet[TaskChange]) -> list[list[TaskChange]]:
    """The changes of each thing in the order in which they happened. One query."""
    things: dict[tuple[int, str, int | None], list[TaskChange]] = {}
    for change in span.select_related("task").order_by("happened_at", "pk"):
        thing = change.row if change.kind in {Kind.MILESTONE, Kind.UPDATE, Kind.COMMITMENT} else None
        things.setdefault((change.task_id, change.kind, thing), []).append(change)
    return list(things.values())


def _still_there(rows: QuerySet[TaskUpdate] | QuerySet[Milestone], kind: Kind, things: list[list[TaskChange]]) -> set[int]:
    keys = {changes[-1].row for changes in things if changes[-1].kind == kind}
    return set(rows.filter(pk__in=keys).values_list("pk", flat=True))


def _was_taken_back(last: TaskChange, there: dict[str, set[int]]) -> bool:
    """Whether it tells of an update or a milestone that is there no more; that it went is told in its own span."""
    is_gone = last.kind in there and last.row not in there[last.kind]
    return is_gone and last.action not in {Action.WITHDRAWN, Action.REMOVED}


def _item(changes: list[TaskChange], readable: set[int]) -> Item:
    last = changes[-1]
    is_update = last.kind == Kind.UPDATE and last.row in readable
    update = TaskUpdate(pk=last.row, task=last.task) if is_update else None
    link = update.get_absolute_url() if update else ""
    return Item(last.task_id, last.happened_at, _words(changes), link)


def _words(changes: list[TaskChange]) -> str:
    last = changes[-1]
    about, why = last.about, _why(changes)
    reason = _("Reason: %(reason)s") % {"reason": why} if why else ""
    if last.kind == Kind.UPDATE:
        words = _("New update: %(title)s") if last.action == Action.PUBLISHED else _("An update was withdrawn: %(title)s")
        words %= {"title": about}
    elif last.kind == Kind.STATUS:
        words = _status_words(changes)
    elif last.kind == Kind.MILESTONE:
        words = _milestone_words(changes)
    elif last.kind == Kind.BUDGET:
        count = len({change.row for change in changes})
        words = ngettext("Budget: %(count)d line was changed", "Budget: %(count)d lines were changed", count) % {"count": count}
    else:
        words = _("What is known about the task was corrected or added to.")
    return f"{words} ({reason})" if reason else words


def _why(changes: list[TaskChange]) -> str:
    """The reason of what is told: of a milestone the last that was given for its move to a later day, or for not being reached
    after all, also where its title was corrected afterwards.
    """
    last = changes[-1]
    if last.kind != Kind.MILESTONE or last.reason or ends(changes, "actual_on")["after"]:
        return last.reason
    days = [each for change in changes for each in change.values if each["name"] == "planned_on"]
    is_later = days and (days[-1]["after"] or "") > (days[0]["before"] or "")
    names = {"planned_on", "actual_on"} if is_later else {"actual_on"}
    reasons = [change.reason for change in changes if change.reason and names & {each["name"] for each in change.values}]
    return reasons[-1] if reasons else ""


def _status_words(changes: list[TaskChange]) -> str:
    stated = ends(changes, "status")
    if stated["after"] != stated["before"]:
        return _("Status: %(before)s → %(after)s") % stated
    return _("Status updated: %(status)s") % {"status": stated["after"] or changes[-1].task.get_status_display()}


def _milestone_words(changes: list[TaskChange]) -> str:
    title = changes[-1].about
    if changes[-1].action == Action.REMOVED:
        return _("Milestone removed: %(title)s") % {"title": title}
    reached = ends(changes, "actual_on")
    if reached["after"]:
        return _("Milestone reached: %(title)s, %(day)s") % {"title": title, "day": reached["after"]}
    if reached["before"]:
        return _("Milestone not reached after all: %(title)s") % {"title": title}
    planned = ends(changes, "planned_on")
    if changes[0].action == Action.ADDED:
        return _("New milestone: %(title)s, planned for %(day)s") % {"title": title, "day": planned["after"]}
    if planned["after"] != planned["before"]:
        return _("Milestone moved: %(title)s, %(before)s → %(after)s") % {"title": title, **planned}
    return _("Milestone changed: %(title)s") % {"title": title}


def ends(changes: list[TaskChange], name: str) -> dict[str, str]:
    """What a field said before the first of these changes and after the last; "" where it did not change."""
    values = [each for change in changes for each in change.values if each["name"] == name]
    if not values:
        return {"before": "", "after": ""}
    kind = changes[-1].kind
    return {"before": shown(kind, name, values[0]["before"]), "after": shown(kind, name, values[-1]["after"])}
