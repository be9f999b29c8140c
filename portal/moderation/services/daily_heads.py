"""The head of the audit log, noted once a day and mailed to those who keep it outside of the city's reach."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from portal.core.audit_log.heads import note_head
from portal.core.models import AuditHead
from portal.notifications.services import notify


@transaction.atomic
def publish_head(*, now: datetime) -> AuditHead | None:
    """Note today's head and write it to each witness; None if that was done today.

    The day's row is written in the same transaction as the mails: a worker that was down does it when it is back, and two of
    them do it once.
    """
    head = note_head(now=now)
    for address in settings.AUDIT_WITNESSES if head else ():
        notify(
            kind="audit_head",
            address=address,
            language=settings.LANGUAGE_CODE,
            context={"head": head},
            link=reverse("moderation:audit_heads"),
        )
    return head
