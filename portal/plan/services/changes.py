"""The history of a task: one row for each public change, written in the transaction of what it tells of."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from portal.core.audit_log import NewEvent, record_events
from portal.core.people import Person
from portal.plan.models import BudgetLine, Fact, Source, Task, TaskChange
from portal.plan.models.tasks import LONGEST_REASON

Kind = TaskChange.Kind
Action = TaskChange.Action
LANGUAGES = ("ko", "en")
OF_TASK = ("number", "is_confirmed", "budget_krw", "starts_on", "ends_on")
OF_TASK_IN_BOTH = ("title", "summary", "note", "department", "contact")
LONGEST_ABOUT = 500
AT_ONCE = 1_000
Key = tuple[Kind, int]
_waiting: ContextVar[list[tuple[TaskChange, Person | None]] | None] = ContextVar("waiting", default=None)


@dataclass(frozen=True)
class Seen:
    """One thing as it stood at a moment: its name in both languages, its public fields."""

    about: tuple[str, str]
    values: dict[str, Any]


def note(
    *,
    task: Task,
    kind: Kind,
    action: Action,
    by: Person | None,
    row: int | None = None,
    about: tuple[str, str] = ("", ""),
    values: Iterable[dict[str, Any]] = (),
    reason: tuple[str, str] = ("", ""),
) -> TaskChange:
    """Add one row to the history and one event to the audit log; the task counts as updated now.

    `by` is a user, or None for the portal itself. `about` and `reason` are Korean and English; `values` come from `value`. Call
    it last in the transaction: see `portal.core.audit_log.record_event`. Inside of `batched_changes` it is written at its end.
    """
    change = TaskChange(
        task=task,
        kind=kind,
        action=action,
        row=row,
        about_ko=about[0][:LONGEST_ABOUT],
        about_en=about[1][:LONGEST_ABOUT],
        values=list(values),
        reason_ko=reason[0][:LONGEST_REASON],
        reason_en=reason[1][:LONGEST_REASON],
        role=role_of(by),
        department_id=getattr(by, "department_id", None),
        happened_at=timezone.now(),
    )
    waiting = _waiting.get()
    if waiting is None:
        _keep([(change, by)])
    else:
        waiting.append((change, by))
    return change


@contextmanager
def batched_changes(*, is_kept: bool = True) -> Iterator[None]:
    """Write what is noted inside at the end, all at once, and nothing if an error leaves the block or if it is not to be kept.

    The audit log is locked from its first event to the end of the transaction, and everybody who signs in or moderates waits
    for it: so thousands of changes must not be noted one by one.
    """
    token = _waiting.set([])
    try:
        yield
        noted = _waiting.get()
    finally:
        _waiting.reset(token)
    if is_kept and noted:
        _keep(noted)


def _keep(noted: list[tuple[TaskChange, Person | None]]) -> None:
    TaskChange.objects.bulk_create([change for change, _by in noted], batch_size=AT_ONCE)
    Task.objects.filter(pk__in={change.task_id for change, _by in noted}).update(updated_at=noted[-1][0].happened_at)
    record_events(
        NewEvent(
            action=f"task.{change.kind}_{change.action}",
            actor=by,
            subject=f"task:{change.task_id}",
            reason=change.reason_ko or "",
            details={"change": change.pk},
        )
        for change, by in noted
    )


def value(name: str, before: Any, after: Any) -> dict[str, Any]:
    """One field before and after, as the history keeps it: days in ISO 8601, no text as None."""
    return {"name": name, "before": _plain(before), "after": _plain(after)}


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields that differ, in the order of `after`."""
    found = [value(name, before.get(name), now) for name, now in after.items()]
    return [each for each in found if each["before"] != each["after"]]


def role_of(person: Person | None) -> str:
    """The role that the history shows: the person's own, or the portal's."""
    return "system" if person is None else (getattr(person, "acting_role", "") or "citizen")


def snapshot(task_id: int) -> dict[Key, Seen]:
    """A task, its facts and its budget lines as they stand in the tables. Three queries."""
    task = Task.objects.select_related("source", "budget_source", "strategy").filter(pk=task_id).first()
    if task is None:
        return {}
    names = [*OF_TASK, *(f"{name}_{language}" for name in OF_TASK_IN_BOTH for language in LANGUAGES)]
    sources = {name: name_of_source(getattr(task, name)) for name in ("source", "budget_source")}
    strategy = {f"strategy_{language}": getattr(task.strategy, f"title_{language}") or "" for language in LANGUAGES}
    of_task = {name: getattr(task, name) for name in names} | sources | strategy
    seen: dict[Key, Seen] = {(Kind.TASK, task.pk): Seen(("", ""), of_task)}
    for fact in Fact.objects.filter(task=task_id).select_related("source").order_by("position", "pk"):
        texts = (fact.text_ko or "", fact.text_en or "")
        values = {"text_ko": texts[0], "text_en": texts[1], "source": name_of_source(fact.source)}
        seen[Kind.FACT, fact.pk] = Seen(texts, values)
    for line in BudgetLine.objects.filter(task=task_id).select_related("source").order_by("year", "pk"):
        amount = {"amount_krw": line.amount_krw, "as_of": line.as_of, "source": name_of_source(line.source)}
        seen[Kind.BUDGET, line.pk] = Seen(in_both_languages(line), amount)
    return seen


def note_differences(*, task: Task, before: dict[Key, Seen], by: Person | None) -> list[TaskChange]:
    """Add to the history what differs from an earlier snapshot: what came, what went, what is different now."""
    after = snapshot(task.pk)
    changes = []
    for (kind, row), seen in after.items():
        old = before.get((kind, row))
        values = changed(old.values if old else {}, seen.values)
        if values:
            action = Action.CHANGED if old else Action.ADDED
            changes.append(note(task=task, kind=kind, action=action, by=by, row=row, about=seen.about, values=values))
    for (kind, row), seen in before.items():
        if (kind, row) not in after:
            values = [value(name, old, None) for name, old in seen.values.items()]
            changes.append(note(task=task, kind=kind, action=Action.REMOVED, by=by, row=row, about=seen.about, values=values))
    return changes


def name_of_source(source: Source | None) -> str:
    """How the history calls a source, whatever language the officer works in; "" for none."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(source or "")


def in_both_languages(thing: object) -> tuple[str, str]:
    """How something is called in Korean and in English."""
    names = []
    for language in LANGUAGES:
        with translation.override(language):
            names.append(str(thing))
    return names[0], names[1]


def _plain(given: Any) -> Any:
    if isinstance(given, date):
        return given.isoformat()
    return None if given == "" else given
