"""What every change to a task has in common: who may make it, and that others wait meanwhile."""

from django.utils.translation import gettext as _

from portal.core.people import Person
from portal.core.text.cleaning import clean_line
from portal.plan.models import Task
from portal.plan.models.tasks import LONGEST_REASON
from portal.plan.services.refusals import NotAnEditor, ReasonMissing


def check_editor(person: Person, task: Task | None = None) -> None:
    """Let pass who may edit the plan and, if one is named, this task. Raises NotAnEditor."""
    if not person.has_perm("plan.edit_plan"):
        raise NotAnEditor(_("Only officers of the city can change the status of a task."))
    if task and not task.may_be_edited_by(person):
        raise NotAnEditor(others_task())


def others_task() -> str:
    """Why somebody may not edit a task, though they may edit others."""
    return _("Another department keeps this task up to date. Please contact its officers or an administrator.")


def lock_task(task: Task) -> Task:
    """The task as it is now, held until the transaction ends."""
    return Task.objects.select_for_update(of=("self",), no_key=True).get(pk=task.pk)


def lock_all_tasks() -> None:
    """Hold every task until the transaction ends, in one order: so two files wait for each other, whatever their own order is."""
    list(Task.objects.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def reason_of(reason_ko: str, reason_en: str) -> tuple[str, str]:
    """Both reasons as they are kept; "" for none. Raises UnusableText."""
    return (
        clean_line(reason_ko, max_length=LONGEST_REASON, min_length=0),
        clean_line(reason_en, max_length=LONGEST_REASON, min_length=0),
    )


def needed(reason: tuple[str, str], words: str) -> None:
    """Raises ReasonMissing with these words if there is no Korean reason."""
    if not reason[0]:
        raise ReasonMissing(words)
