"""Why something was done, in words: kept beside the event, erased when their time is over; the digest in the event stays.

They may be about people, and personal data is kept no longer than promised (Personal Information Protection Act, art. 21).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, QuerySet

from portal.core.audit_log.coverage import APART, declare_check, moved
from portal.core.audit_log.recording import record_event
from portal.core.models import AuditEvent, AuditReason

ERASED = "reasons_erased"


def erase_reasons(events: QuerySet[AuditEvent], *, now: datetime) -> int:
    """Erase the words, and the salt without which nobody can guess them; how many. Whoever calls records it as `ERASED`."""
    kept = AuditReason.objects.filter(erased_at=None, event__in=events.order_by().values("number"))
    return kept.update(salt="", text="", erased_at=now)


@transaction.atomic
def forget_old_reasons(*, now: datetime) -> int:
    """Erase the reasons that are older than AUDIT_REASONS_KEPT_DAYS, on record; how many."""
    old = AuditEvent.objects.filter(happened_at__lte=now - timedelta(days=settings.AUDIT_REASONS_KEPT_DAYS))
    count = erase_reasons(old, now=now)
    if count:
        record_event(action="audit.reasons_erased", details={ERASED: count})
    return count


def declare_rules() -> None:
    """What was erased was erased on record. Called once, when the package starts."""
    around = {"happened_at__gte": moved("erased_at", -APART), "happened_at__lte": moved("erased_at", APART)}
    recorded = AuditEvent.objects.filter(details__has_key=ERASED, **around)
    erased = AuditReason.objects.filter(~Exists(recorded), erased_at__isnull=False)
    declare_check("erased reasons", "the reason of event {} was erased, and no event tells of it", erased, columns=("event_id",))
