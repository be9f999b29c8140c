"""How far a task is, as the city states it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.people import Person
from portal.plan.models import Status, Task
from portal.plan.models.tasks import SETBACKS, worsens
from portal.plan.services.changes import Action, Kind, changed, note
from portal.plan.services.editing import check_editor, lock_task, needed, reason_of


@transaction.atomic
def set_status(*, task: Task, status: str, officer: Person, reason_ko: str = "", reason_en: str = "") -> Task:
    """State how far a task is; stating the same again changes nothing.

    Whatever worsens it needs a reason in Korean, which everybody reads: delayed, on hold or stopped, less far than before, or
    stated no more. Raises NotAnEditor, ReasonMissing, UnusableText, and ValueError for an unknown status.
    """
    check_editor(officer, task)
    status, reason = Status(status), reason_of(reason_ko, reason_en)
    if status in SETBACKS:
        needed(reason, _("Please give the reason why the task is delayed, on hold or stopped. It will be public."))
    task = lock_task(task)
    if worsens(task.status, status):
        needed(reason, _("Please give the reason why the task falls back. It will be public."))
    kept = ("", "") if status == Status.NOT_STATED else reason
    new = {"status": str(status), "status_reason_ko": kept[0], "status_reason_en": kept[1]}
    values = changed({name: getattr(task, name) for name in new}, new)
    if not values:
        return task
    for name, given in new.items():
        setattr(task, name, given)
    task.status_set_at = None if status == Status.NOT_STATED else timezone.now()
    task.save(update_fields=[*new, "status_set_at"])
    of_status = [each for each in values if each["name"] == "status"]
    note(task=task, kind=Kind.STATUS, action=Action.CHANGED, by=officer, values=of_status or values, reason=reason)
    return task
