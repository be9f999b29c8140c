"""The personal data of those who ask for a takedown: each view is in the audit log, and nothing is kept longer than needed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.jobs import for_each
from portal.takedowns.links import CONFIRMABLE_FOR
from portal.takedowns.models import Evidence, Takedown

# Long enough for a dispute in court to begin, short enough to be forgotten (Personal Information Protection Act, art. 21).
KEPT_AFTER_THE_END = timedelta(days=365)


@transaction.atomic
def record_view(*, takedown: Takedown, moderator: User, file: Evidence | None = None) -> None:
    """Write to the audit log that a moderator read who asks and what they say, or a file. Nothing once it was erased."""
    if not takedown.requester_email:
        return
    record_event(
        action="personal_data.viewed",
        actor=moderator,
        role="moderator",
        subject=f"takedown:{takedown.pk}",
        reason="to decide about the request",
        details={"evidence": file.pk} if file else {},
    )


def forget_requesters() -> int:
    """Erase who asked, what they said and their files one year after the end; how many requests. What was decided stays."""
    ended = Takedown.objects.filter(ended_at__lte=timezone.now() - KEPT_AFTER_THE_END).exclude(requester_email="")
    return sum(for_each(ended.only("pk").order_by("pk"), _forget))


def forget_unconfirmed() -> int:
    """Delete requests that nobody confirmed in time: the address may belong to somebody else; how many."""
    too_old = Takedown.objects.filter(state=Takedown.State.UNCONFIRMED, requested_at__lte=timezone.now() - CONFIRMABLE_FOR)
    keys = list(too_old.values_list("pk", flat=True))
    too_old.delete()
    return len(keys)


def forget_again(key: int, at: datetime) -> bool:
    """Erase who asked once more, after a restore: of the request that had ended by the moment at which it was erased."""
    takedown = Takedown.objects.filter(pk=key, ended_at__lte=at).first()
    return takedown is not None and _forget(takedown)


@transaction.atomic
def _forget(takedown: Takedown) -> bool:
    takedown = Takedown.objects.select_for_update().get(pk=takedown.pk)
    if not takedown.requester_email:
        return False
    takedown.requester_name = takedown.requester_email = takedown.statement = takedown.note = ""
    takedown.save(update_fields=["requester_name", "requester_email", "statement", "note"])
    files = Evidence.objects.filter(takedown=takedown)
    count = files.count()
    files.delete()
    record_event(action="personal_data.erased", subject=f"takedown:{takedown.pk}", details={"files": count})
    return True
