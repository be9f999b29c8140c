"""What a person was given to act in, and until when they may not take part."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from portal.accounts.models import IdentityVerification, ModerationScope, User
from portal.core.audit_log import record_event
from portal.plan.models import Department, Task


@transaction.atomic
def suspend_until(*, person: User, until: datetime | None) -> User:
    """Let a person read, withdraw and appeal only, until a moment; None lets them take part again.

    It is kept with the verified person too, so that a new account changes nothing. Whoever calls records why.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.suspended_until = until
    person.save(update_fields=["suspended_until"])
    IdentityVerification.objects.filter(pk=person.identity_id).update(suspended_until=until)
    return person


@transaction.atomic
def set_moderation_scope(
    *,
    moderator: User,
    is_everywhere: bool = False,
    tasks: Iterable[Task] = (),
    departments: Iterable[Department] = (),
    by: User | None = None,
) -> User:
    """Give a moderator exactly these tasks and departments to act in, or everything; it counts from the next request on.

    `by` goes on record; without one it was the command line.
    """
    tasks, departments = list(tasks), list(departments)
    moderator = User.objects.select_for_update(no_key=True).get(pk=moderator.pk)
    moderator.moderation_scopes.all().delete()
    everything = [ModerationScope(moderator=moderator)] if is_everywhere else []
    by_task = [ModerationScope(moderator=moderator, task=task) for task in tasks]
    by_department = [ModerationScope(moderator=moderator, department=department) for department in departments]
    ModerationScope.objects.bulk_create([*everything, *by_task, *by_department])
    details = {
        "everywhere": is_everywhere,
        "tasks": sorted(task.slug for task in tasks),
        "departments": sorted(department.slug for department in departments),
    }
    record_event(action="moderation.scope", actor=by, subject=f"person:{moderator.pk}", details=details)
    return moderator


@transaction.atomic
def assign_department(*, officer: User, department: Department | None, by: User | None = None) -> User:
    """Say in whose name an officer answers; nobody's with None. The same department again changes nothing.

    `by` goes on record with the department before and after; without one it was the command line.
    """
    officer = User.objects.select_for_update(of=("self",), no_key=True).select_related("department").get(pk=officer.pk)
    before = officer.department
    if before == department:
        return officer
    officer.department = department
    officer.save(update_fields=["department"])
    details = {"before": before.slug if before else "", "after": department.slug if department else ""}
    record_event(action="officer.department", actor=by, subject=f"person:{officer.pk}", details=details)
    return officer
