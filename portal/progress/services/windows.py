"""What the city asks before it decides: asked, changed while it is open, decided once and for all."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.people import Person
from portal.core.text.cleaning import clean_line
from portal.core.text.days import BETWEEN, is_sane
from portal.plan.models import Task
from portal.plan.services.changes import Action, Kind, changed, note, value
from portal.plan.services.editing import check_editor, lock_task
from portal.plan.services.refusals import ChangedMeanwhile
from portal.progress.models import DecisionWindow
from portal.progress.models.windows import LONGEST_ANSWER, LONGEST_DECIDER, LONGEST_QUESTION
from portal.progress.services.refusals import AlreadyAsked, ImpossibleDay, NothingAsked

# The texts of a question, how long they may be, and whether they may be missing in Korean.
TEXTS = {
    "question": (LONGEST_QUESTION, False),
    "still_open": (LONGEST_ANSWER, False),
    "fixed": (LONGEST_ANSWER, True),
    "decider": (LONGEST_DECIDER, False),
}


@transaction.atomic
def ask(*, task: Task, officer: Person, closes_on: date, decides_on: date, **texts: str) -> DecisionWindow:
    """Ask one question about a task. Raises NotAnEditor, UnusableText, ImpossibleDay or AlreadyAsked."""
    check_editor(officer, task)
    given = _given(texts, closes_on, decides_on)
    task = lock_task(task)
    if DecisionWindow.objects.undecided().filter(task=task).exists():
        raise AlreadyAsked(_("This task asks something already. Say what came of it first."))
    window = DecisionWindow.objects.create(task=task, **given)
    _note(window, Action.ADDED, officer, changed({}, given))
    return window


@transaction.atomic
def change(
    *, window: DecisionWindow, officer: Person, closes_on: date, decides_on: date, seen: str = "", **texts: str
) -> DecisionWindow:
    """Change what is asked as long as it is not decided; the same again changes nothing.

    `seen` is the `DecisionWindow.version` that was looked at, "" if none was. Raises NotAnEditor, UnusableText, ImpossibleDay,
    NothingAsked or ChangedMeanwhile.
    """
    given = _given(texts, closes_on, decides_on)
    window = _lock(window, officer, seen)
    values = changed({name: getattr(window, name) for name in given}, given)
    if not values:
        return window
    for name, new in given.items():
        setattr(window, name, new)
    window.save(update_fields=[*given, "updated_at"])
    _note(window, Action.CHANGED, officer, values)
    return window


@transaction.atomic
def decide(*, window: DecisionWindow, officer: Person, outcome_ko: str, outcome_en: str = "", seen: str = "") -> DecisionWindow:
    """Say what came of it, for good. Raises NotAnEditor, UnusableText, NothingAsked or ChangedMeanwhile."""
    outcome = {
        "outcome_ko": clean_line(outcome_ko, max_length=LONGEST_ANSWER),
        "outcome_en": clean_line(outcome_en, max_length=LONGEST_ANSWER, min_length=0),
    }
    window = _lock(window, officer, seen)
    given: dict[str, Any] = {**outcome, "decided_on": timezone.localdate()}
    for name, new in given.items():
        setattr(window, name, new)
    window.save(update_fields=[*given, "updated_at"])
    _note(window, Action.PUBLISHED, officer, [value(name, None, new) for name, new in given.items() if new])
    return window


def _lock(window: DecisionWindow, officer: Person, seen: str) -> DecisionWindow:
    """The question as it is now, held together with its task until the transaction ends."""
    check_editor(officer, window.task)
    lock_task(window.task)
    window = DecisionWindow.objects.select_for_update(of=("self",)).get(pk=window.pk)
    if window.decided_on is not None:
        raise NothingAsked(_("What came of it was said already, and stands."))
    if seen and seen != window.version:
        raise ChangedMeanwhile(
            _("A colleague has changed this in the meantime. Please check the saved version and enter your change again.")
        )
    return window


def _given(texts: dict[str, str], closes_on: date, decides_on: date) -> dict[str, Any]:
    if not (is_sane(closes_on) and is_sane(decides_on)):
        raise ImpossibleDay(str(BETWEEN))
    if closes_on > decides_on:
        raise ImpossibleDay(_("It cannot be decided before comments stop to count."))
    given: dict[str, Any] = {"closes_on": closes_on, "decides_on": decides_on}
    for name, (longest, may_be_missing) in TEXTS.items():
        given[f"{name}_ko"] = clean_line(texts.get(f"{name}_ko", ""), max_length=longest, min_length=0 if may_be_missing else 1)
        given[f"{name}_en"] = clean_line(texts.get(f"{name}_en", ""), max_length=longest, min_length=0)
    return given


def _note(window: DecisionWindow, action: Action, officer: Person, values: list[dict[str, Any]]) -> None:
    about = (window.question_ko or "", window.question_en or "")
    note(task=window.task, kind=Kind.WINDOW, action=action, by=officer, row=window.pk, about=about, values=values)
