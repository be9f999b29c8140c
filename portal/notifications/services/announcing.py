"""What many people hear at once: kept in the transaction of its cause, written by jobs, a hundred messages at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.core.jobs import attempt
from portal.notifications.kinds import BEHIND_OTHERS, kind_of
from portal.notifications.models import Announcement, Notification
from portal.notifications.services.writing import post

# The job that calls `write_some`.
WRITING = "portal.notifications.jobs.write_announcement"
AT_ONCE = 100
# So few are told at once, in the transaction of the cause itself.
HANDFUL = 5


@transaction.atomic
def announce(*, kind: str, about: str, recipients: Sequence[int], details: dict[str, Any] | None = None) -> Announcement | None:
    """Have the same news written to many people; None where there is nobody.

    `recipients` are keys, which the kind's `for_many` turns into messages when they are written: whoever is no longer concerned
    by then gets none. A handful is told at once. The request asks the database as often for ten as for thousands.
    """
    if not recipients:
        return None
    announcement = Announcement.objects.create(
        kind=kind_of(kind).name,
        about=about,
        details=details or {},
        recipients=list(recipients),
        recipient_count=len(recipients),
        made_at=timezone.now(),
    )
    if len(recipients) <= HANDFUL:
        _write_lot(announcement)
    else:
        _go_on(announcement)
    return announcement


def write_some(*, announcement_id: int, start: int) -> int:
    """Write the messages to the next AT_ONCE recipients, and have a job do the same for those behind them; how many were.

    `start` is how many recipients the job believes to be settled. A job that runs again after its worker died finds the
    announcement further on and does nothing. Nothing is locked while the messages are composed; that they are kept once is
    decided by whoever moves the counter, and by a unique constraint.
    """
    announcement = Announcement.objects.filter(pk=announcement_id, handled_count=start).first()
    return 0 if announcement is None or announcement.is_done else _write_lot(announcement)


def forget_announcements(*, before: datetime) -> int:
    """Delete announcements that were made before and written to the end; how many went."""
    return Announcement.objects.filter(made_at__lt=before, handled_count=F("recipient_count")).delete()[0]


def _write_lot(announcement: Announcement) -> int:
    start = announcement.handled_count
    keys = announcement.recipients[start : start + AT_ONCE]
    messages = _composed(announcement, keys)
    announcement.handled_count += len(keys)
    with transaction.atomic():
        unmoved = Announcement.objects.filter(pk=announcement.pk, handled_count=start)
        if not unmoved.update(handled_count=announcement.handled_count):
            return 0
        post(messages)
        if not announcement.is_done:
            _go_on(announcement)
    return len(messages)


def _composed(announcement: Announcement, keys: list[int]) -> list[Notification]:
    """The messages to those still concerned; one that cannot be written keeps nobody else waiting."""
    for_many = kind_of(announcement.kind).for_many
    if for_many is None:
        raise LookupError(f"{announcement.kind} is not written to many people.")
    messages = attempt(for_many.concerned(announcement, keys), for_many.compose).done
    for message in messages:
        message.announcement = announcement
    return messages


def _go_on(announcement: Announcement) -> None:
    job = app.configure_task(WRITING, allow_unknown=False, priority=BEHIND_OTHERS)
    job.defer(announcement_id=announcement.pk, start=announcement.handled_count)
