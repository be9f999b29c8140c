"""What a follower's daily message lists. Packages above this one add sources of their own, so that this floor needs to know none."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.policy.history import shown
from portal.policy.models import Follow, TaskChange, TaskUpdate

Kind, Action = TaskChange.Kind, TaskChange.Action


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
    """Make a source known, called in `AppConfig.ready()`; `level` says who is told: everybody who follows, or only who follows all."""
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
    """What the city changed and published. Several changes of one thing are told once, as they ended. Two queries."""
    span = TaskChange.objects.filter(task__in=tasks, happened_at__gt=after, happened_at__lte=until)
    merged: dict[tuple, list[TaskChange]] = {}
    for change in span.select_related("task").order_by("happened_at", "pk"):
        thing = change.row if change.kind in {Kind.MILESTONE, Kind.UPDATE, Kind.COMMITMENT} else None
        merged.setdefault((change.task_id, change.kind, thing), []).append(change)
    keys = {change.row for changes in merged.values() for change in changes if change.kind == Kind.UPDATE}
    readable = set(TaskUpdate.objects.published().filter(pk__in=keys).values_list("pk", flat=True))
    return [_item(changes, readable) for changes in merged.values() if not _was_taken_back(changes[-1], readable)]


def _was_taken_back(last: TaskChange, readable: set[int]) -> bool:
    """Whether it tells of an update that nobody may read any more; that it was withdrawn is told in its own span."""
    return last.kind == Kind.UPDATE and last.action == Action.PUBLISHED and last.row not in readable


def _item(changes: list[TaskChange], readable: set[int]) -> Item:
    last = changes[-1]
    is_update = last.kind == Kind.UPDATE and last.row in readable
    update = TaskUpdate(pk=last.row, task=last.task) if is_update else None
    link = update.get_absolute_url() if update else ""
    return Item(last.task_id, last.happened_at, _words(changes), link)


def _words(changes: list[TaskChange]) -> str:
    last = changes[-1]
    about, reason = last.about, _("Reason: %(reason)s") % {"reason": last.reason} if last.reason else ""
    if last.kind == Kind.UPDATE:
        words = _("New update: %(title)s") if last.action == Action.PUBLISHED else _("An update was withdrawn: %(title)s")
        words %= {"title": about}
    elif last.kind == Kind.STATUS:
        words = _("Status: %(before)s → %(after)s") % _ends(changes, "status")
    elif last.kind == Kind.MILESTONE:
        words = _milestone_words(changes)
    elif last.kind == Kind.BUDGET:
        count = len({change.row for change in changes})
        words = ngettext("Budget: %(count)d line was changed", "Budget: %(count)d lines were changed", count) % {"count": count}
    elif last.kind == Kind.COMMITMENT:
        words = _commitment_words(changes)
    else:
        words = _("What is known about the task was corrected or added to.")
    return f"{words} ({reason})" if reason else words


def _commitment_words(changes: list[TaskChange]) -> str:
    """Without its sentence: the answer in which it stands may be taken away before the message is sent."""
    state = _ends(changes, "state")["after"]
    if state:
        return _("A commitment of the city: %(state)s") % {"state": state}
    return _("The city has promised something for %(day)s.") % {"day": _ends(changes, "due_on")["after"]}


def _milestone_words(changes: list[TaskChange]) -> str:
    title = changes[-1].about
    if changes[-1].action == Action.REMOVED:
        return _("Milestone taken away: %(title)s") % {"title": title}
    reached = _ends(changes, "actual_on")["after"]
    if reached:
        return _("Milestone reached: %(title)s, %(day)s") % {"title": title, "day": reached}
    planned = _ends(changes, "planned_on")
    if changes[0].action == Action.ADDED:
        return _("New milestone: %(title)s, planned for %(day)s") % {"title": title, "day": planned["after"]}
    if planned["after"]:
        return _("Milestone moved: %(title)s, %(before)s → %(after)s") % {"title": title, **planned}
    return _("Milestone changed: %(title)s") % {"title": title}


def _ends(changes: list[TaskChange], name: str) -> dict[str, str]:
    """What a field said before the first of these changes and after the last; "" where it did not change."""
    values = [each for change in changes for each in change.values if each["name"] == name]
    if not values:
        return {"before": "", "after": ""}
    kind = changes[-1].kind
    return {"before": shown(kind, name, values[0]["before"]), "after": shown(kind, name, values[-1]["after"])}
