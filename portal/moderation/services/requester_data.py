"""The personal data of those who ask for a takedown: every look is recorded, and it is not kept longer than needed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.core.record import record
from portal.moderation.models import Evidence, Report, Takedown
from portal.moderation.takedown_links import CONFIRMABLE_FOR

# Long enough for a dispute in court to begin, short enough to be forgotten (Personal Information Protection Act, art. 21).
KEPT_AFTER_THE_END = timedelta(days=365)
NETWORKS_KEPT = timedelta(days=30)


@transaction.atomic
def look(*, takedown: Takedown, moderator, file: Evidence | None = None) -> None:
    """Record that a moderator read who asks and what they say, or one of their files. Nothing once it was erased."""
    if not takedown.requester_email:
        return
    record(
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
    return sum(_forget(takedown) for takedown in ended.only("pk").order_by("pk"))


def forget_unconfirmed() -> int:
    """Delete requests that nobody confirmed in time: the address may belong to somebody else; how many."""
    too_old = Takedown.objects.filter(state=Takedown.State.UNCONFIRMED, requested_at__lte=timezone.now() - CONFIRMABLE_FOR)
    keys = list(too_old.values_list("pk", flat=True))
    too_old.delete()
    return len(keys)


def forget_networks() -> int:
    """Forget from which networks reports came thirty days ago; how many. Their weight stays."""
    old = Report.objects.filter(created_at__lte=timezone.now() - NETWORKS_KEPT).exclude(address_key="")
    return old.update(address_key="")


@transaction.atomic
def _forget(takedown: Takedown) -> bool:
    takedown = Takedown.objects.select_for_update().get(pk=takedown.pk)
    if not takedown.requester_email:
        return False
    takedown.requester_name = takedown.requester_email = takedown.claim = takedown.note = ""
    takedown.save(update_fields=["requester_name", "requester_email", "claim", "note"])
    files = Evidence.objects.filter(takedown=takedown)
    count = files.count()
    files.delete()
    record(action="personal_data.erased", subject=f"takedown:{takedown.pk}", details={"files": count})
    return True
