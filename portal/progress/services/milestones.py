"""What a task is to reach: stated, moved, reached, taken away. What was planned first never changes."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.people import Person
from portal.core.text.cleaning import clean_line
from portal.core.text.days import BETWEEN, is_sane
from portal.plan.models import Source, Task
from portal.plan.services.changes import Action, Kind, changed, name_of_source, note, value
from portal.plan.services.editing import check_editor, lock_task, needed, reason_of
from portal.plan.services.refusals import ChangedMeanwhile
from portal.progress.models import Milestone
from portal.progress.services.refusals import ImpossibleDay, MilestoneExists, MilestoneInUse

LONGEST_TITLE = 200


@transaction.atomic
def add(
    *, task: Task, officer: Person, title_ko: str, planned_on: date, title_en: str = "", source: Source | None = None
) -> Milestone:
    """State one more milestone; the day given is its baseline, too, for good.

    Raises NotAnEditor, UnusableText, ImpossibleDay or MilestoneExists.
    """
    check_editor(officer, task)
    titles = kept_titles(title_ko, title_en)
    _check_day(planned_on)
    task = lock_task(task)
    _check_unused(task, titles[0])
    milestone = Milestone.objects.create(
        task=task, title_ko=titles[0], title_en=titles[1], baseline_on=planned_on, planned_on=planned_on, source=source
    )
    values = [value("planned_on", None, planned_on)]
    note(task=task, kind=Kind.MILESTONE, action=Action.ADDED, by=officer, row=milestone.pk, about=titles, values=values)
    return milestone


@transaction.atomic
def change(
    *,
    milestone: Milestone,
    officer: Person,
    title_ko: str,
    planned_on: date,
    title_en: str = "",
    actual_on: date | None = None,
    reason_ko: str = "",
    reason_en: str = "",
    source: Source | None = None,
    seen: str = "",
) -> Milestone:
    """Move a milestone, or say that it was reached; the same again changes nothing.

    A later day, and that it was not reached after all, need a reason in Korean; whatever reason is given stands in the history.
    `seen` is the `Milestone.version` that was looked at, "" if none was.

    Raises NotAnEditor, UnusableText, ImpossibleDay, ReasonMissing, MilestoneExists, ChangedMeanwhile, or Milestone.DoesNotExist
    once it was removed.
    """
    check_editor(officer, milestone.task)
    titles, reason = kept_titles(title_ko, title_en), reason_of(reason_ko, reason_en)
    _check_day(planned_on)
    _check_reached(actual_on)
    task = lock_task(milestone.task)
    milestone = Milestone.objects.select_for_update(of=("self",)).select_related("source").get(pk=milestone.pk)
    if seen and seen != milestone.version:
        raise ChangedMeanwhile(_("A colleague has changed this milestone. Please check the saved version and try again."))
    is_later = planned_on > milestone.planned_on
    if is_later:
        needed(reason, _("Please give the reason for the later date. It will be public."))
    if milestone.actual_on and not actual_on:
        needed(reason, _("Please give the reason why the milestone was not reached after all. It will be public."))
    if titles[0] != milestone.title_ko:
        _check_unused(task, titles[0])
    new = {"title_ko": titles[0], "title_en": titles[1], "planned_on": planned_on, "actual_on": actual_on, "source": source}
    new["slip_reason_ko"], new["slip_reason_en"] = _slip_reason(milestone, planned_on, reason)
    values = _differences(milestone, new)
    if values:
        _store(milestone, new)
        kind, action = Kind.MILESTONE, Action.CHANGED
        note(task=task, kind=kind, action=action, by=officer, row=milestone.pk, about=titles, values=values, reason=reason)
    return milestone


@transaction.atomic
def remove(*, milestone: Milestone, officer: Person, reason_ko: str, reason_en: str = "") -> None:
    """Take a milestone away; the history keeps what it was and why it went.

    Raises NotAnEditor, UnusableText, ReasonMissing, MilestoneInUse, or Milestone.DoesNotExist once it was removed.
    """
    check_editor(officer, milestone.task)
    reason = reason_of(reason_ko, reason_en)
    needed(reason, _("Please give the reason for removing the milestone. It will be public."))
    task = lock_task(milestone.task)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    row, about = milestone.pk, (milestone.title_ko or "", milestone.title_en or "")
    values = [value(name, getattr(milestone, name), None) for name in ("baseline_on", "planned_on", "actual_on")]
    try:
        milestone.delete()
    except ProtectedError as error:
        raise MilestoneInUse(_("A commitment of the city refers to this milestone, so it cannot be removed.")) from error
    values = [each for each in values if each["before"]]
    note(task=task, kind=Kind.MILESTONE, action=Action.REMOVED, by=officer, row=row, about=about, values=values, reason=reason)


def _store(milestone: Milestone, new: dict[str, Any]) -> None:
    for name, given in new.items():
        setattr(milestone, name, given)
    milestone.save(update_fields=[*new, "updated_at"])


def _differences(milestone: Milestone, new: dict[str, Any]) -> list[dict[str, Any]]:
    """What changes. The reason of a move stands beside it in the history, and among the fields only if nothing else changes."""
    old = {name: getattr(milestone, name) for name in new}
    named = [fields | {"source": name_of_source(fields["source"])} for fields in (old, new)]
    values = changed(*named)
    return [each for each in values if not each["name"].startswith("slip_reason")] or values


def kept_titles(title_ko: str, title_en: str) -> tuple[str, str]:
    """A title in both languages as it is stored; "" for none in English. Raises UnusableText."""
    return clean_line(title_ko, max_length=LONGEST_TITLE), clean_line(title_en, max_length=LONGEST_TITLE, min_length=0)


def _slip_reason(milestone: Milestone, planned_on: date, reason: tuple[str, str]) -> tuple[str, str]:
    """Why it comes later than first planned: the newest reason, and none once it is on time again."""
    if planned_on <= milestone.baseline_on:
        return ("", "")
    return reason if reason[0] else (milestone.slip_reason_ko or "", milestone.slip_reason_en or "")


def _check_day(planned_on: date) -> None:
    if not is_sane(planned_on):
        raise ImpossibleDay(str(BETWEEN))


def _check_reached(actual_on: date | None) -> None:
    if actual_on is None:
        return
    if actual_on > timezone.localdate():
        raise ImpossibleDay(_("A milestone cannot have been reached on a future date."))
    _check_day(actual_on)


def _check_unused(task: Task, title_ko: str) -> None:
    if Milestone.objects.filter(task=task, title_ko=title_ko).exists():
        raise MilestoneExists(_("This task has a milestone with this title already. Please change that one."))
