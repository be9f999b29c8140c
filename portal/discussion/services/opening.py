"""Whether a task may be discussed, and what is looked at before it appears."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.errors import InvalidInput
from portal.discussion.models import Discussion
from portal.plan.models import Task


@transaction.atomic
def close_discussion(*, task: Task, by: User | None = None) -> Discussion:
    """Leave a task's discussion open for reading only. `by` is whoever decides; nobody for the portal itself."""
    return _set(task, by, "discussion.closed", state=Discussion.State.CLOSED)


@transaction.atomic
def open_discussion(*, task: Task, by: User | None = None) -> Discussion:
    """Let people write and vote about a task again."""
    return _set(task, by, "discussion.opened", state=Discussion.State.OPEN)


@transaction.atomic
def set_screening(*, task: Task, screening: str, by: User | None = None) -> Discussion:
    """Say what is looked at before it appears. It holds for the very next comment. Raises InvalidInput."""
    if screening not in Discussion.Screening.values:
        raise InvalidInput(_("Please choose one of the ways in which comments are reviewed."))
    return _set(task, by, "discussion.screening_set", screening=screening)


def _set(task: Task, by: User | None, action: str, **values: str) -> Discussion:
    """Change the task's discussion and record what it was before."""
    Discussion.objects.get_or_create(task=task)
    discussion = Discussion.objects.select_for_update().get(task=task)
    before = {name: getattr(discussion, name) for name in values}
    if before == values:
        return discussion
    for name, value in values.items():
        setattr(discussion, name, value)
    discussion.save(update_fields=list(values))
    record_event(
        action=action,
        actor=by,
        role=_role(by),
        subject=f"task:{task.pk}",
        details={"before": before, "after": values},
    )
    return discussion


def _role(by: User | None) -> str:
    """As whom somebody decides about a discussion; empty for the portal itself."""
    if by is None:
        return ""
    return "administrator" if by.has_perm("discussion.change_discussion") else "moderator"
