"""The history of a task as people read it: who in which role changed what, when, before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from portal.core.text.formats import day, won
from portal.core.text.word_diff import Piece, word_diff
from portal.core.web.listing import page_of
from portal.plan.models import BudgetLine, Fact, Status, Task, TaskChange
from portal.progress.models import DecisionWindow, Milestone, TaskUpdate

CHANGES_PER_PAGE = 20
Kind = TaskChange.Kind
MODELS: dict[str, type[Model]] = {
    Kind.TASK: Task,
    Kind.STATUS: Task,
    Kind.FACT: Fact,
    Kind.MILESTONE: Milestone,
    Kind.BUDGET: BudgetLine,
    Kind.UPDATE: TaskUpdate,
    Kind.WINDOW: DecisionWindow,
}
ROLES = {
    "officer": pgettext_lazy("role", "officer"),
    "administrator": pgettext_lazy("role", "administrator"),
}
# What stands in a column for a choice, as people read it; a package above this one may add its own.
CHOICES: dict[tuple[str, str], Mapping[str, Any]] = {("status", "status"): dict(Status.choices)}
LABELS: dict[tuple[str, str], Any] = {}


@dataclass(frozen=True)
class Line:
    """One field before and after."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Entry:
    """One change as it is shown; `who` is a role, with the department it belongs to, never a name."""

    change: TaskChange
    what: str
    who: str
    lines: list[Line]
    link: str


def history_context(*, task: Task, page_number: str | None) -> dict[str, Any]:
    """One page of a task's changes, the newest first. Three queries. Raises Http404 beyond the last page."""
    changes = TaskChange.objects.filter(task=task).select_related("department").newest_first()
    page = page_of(changes, page_number, CHANGES_PER_PAGE)
    rows = list(page.object_list)
    keys = [change.row for change in rows if change.kind == Kind.UPDATE]
    readable = set(TaskUpdate.objects.exclude(state=TaskUpdate.State.DRAFT).filter(pk__in=keys).values_list("pk", flat=True))
    return {"task": task, "page": page, "entries": [_entry(change, task, readable) for change in rows]}


def who(change: TaskChange) -> str:
    """In which role it was changed, and for which department."""
    role = _("the portal itself") if change.role == "system" else str(ROLES.get(change.role, _("staff of the city")))
    return f"{role}, {change.department.name}" if change.department else role


def lines_of(change: TaskChange) -> list[Line]:
    """Every field that changed; amounts, days and choices as people read them."""
    return [_line(change.kind, each) for each in change.values]


def shown(kind: str, name: str, given: Any) -> str:
    """One value as people read it in the active language; "" for nothing."""
    if given is None:
        return ""
    if (kind, name) in CHOICES:
        return str(CHOICES[kind, name].get(given, given))
    if isinstance(given, bool):
        return pgettext("value", "yes") if given else pgettext("value", "no")
    return _formatted(name, given, get_language())


def _formatted(name: str, given: Any, language: str) -> str:
    if name.endswith("_krw"):
        return won(given, language=language)
    if name.endswith("_on") or name == "as_of":
        return day(date.fromisoformat(given), language=language)
    return str(given)


def _entry(change: TaskChange, task: Task, readable: set[int]) -> Entry:
    what = f"{change.get_kind_display()} · {change.get_action_display()}"
    is_linked = change.kind == Kind.UPDATE and change.row in readable
    link = reverse("progress:update_detail", args=[task.slug, change.row]) if is_linked else ""
    return Entry(change, what, who(change), lines_of(change), link)


def _line(kind: str, each: dict[str, Any]) -> Line:
    name = each["name"]
    before, after = (shown(kind, name, each[side]) for side in ("before", "after"))
    is_text = isinstance(each["before"], str) and isinstance(each["after"], str) and name.endswith(("_ko", "_en"))
    if is_text:
        return Line(_label(kind, name), word_diff(before, after))
    arrow = " → " if before and after else ""
    pieces = [Piece("del", before), Piece("", arrow), Piece("ins", after)]
    return Line(_label(kind, name), [piece for piece in pieces if piece.text])


def _label(kind: str, name: str) -> str:
    if (kind, name) in LABELS:
        return str(LABELS[kind, name])
    plain, _underscore, language = name.rpartition("_")
    is_one_of_two = language in {"ko", "en"}
    fields = MODELS[kind]._meta.fields if kind in MODELS else []
    names = {field.name: str(field.verbose_name) for field in fields}
    label = names.get(plain if is_one_of_two else name, name)
    tongue = {"ko": _("in Korean"), "en": _("in English")}.get(language) if is_one_of_two else None
    label = label[:1].upper() + label[1:]
    return f"{label} ({tongue})" if tongue else label
