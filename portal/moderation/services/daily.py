"""One mail a day to each moderator for whom something waits, instead of a mail for each report."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.core.jobs import attempt
from portal.core.text.formats import ago
from portal.moderation.models import DailySummary
from portal.moderation.queue.waiting import waiting_counts
from portal.notifications.models import Notification
from portal.notifications.services import composed, post

WRITTEN_AT = time(8, 30)  # in Seoul, before the working day begins


def write_summaries(*, now: datetime) -> int:
    """Write today's summaries if it is time and nobody has; how many were written.

    The day's row is written in the transaction that has them sent: whoever comes second, be it another worker or the next
    start after a failure, waits for it and finds it. A worker that was down at half past eight writes them when it is back
    the same day.
    """
    local = timezone.localtime(now)
    if local.time() < WRITTEN_AT:
        return 0
    if DailySummary.objects.filter(day=local.date()).exists():
        return 0
    written = attempt(_moderators(), lambda moderator: _summary(moderator, now))
    messages = [message for message in written.done if message]
    with transaction.atomic():
        _day, is_first = DailySummary.objects.get_or_create(day=local.date(), defaults={"written_at": now})
        posted = attempt(messages if is_first else [], lambda message: post([message]))
    written.check()
    return len(posted.check())


def _moderators() -> QuerySet[User]:
    """Everybody who may decide at all; superusers are asked like everybody else."""
    may_decide = Q(groups__permissions__codename="decide") | Q(user_permissions__codename="decide") | Q(is_superuser=True)
    return User.objects.active().filter(may_decide).distinct().order_by("pk")


def _summary(moderator: User, now: datetime) -> Notification | None:
    """What one moderator reads, if anything waits in what was given to them."""
    counts = waiting_counts(moderator, now)
    if not counts.total:
        return None
    with translation.override(moderator.language):
        oldest = ago(timezone.localtime(counts.oldest), now=timezone.localtime(now), language=moderator.language)
        return composed(
            kind="moderation_daily",
            recipient=moderator,
            context={"counts": counts, "oldest": oldest},
            link=reverse("moderation:queue"),
        )
