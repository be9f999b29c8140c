"""One mail on a working day to each officer whose department has something to do soon: new, due, late, or promised soon."""

from datetime import datetime, time

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.answers.desk.waiting import waiting_counts
from portal.answers.mails import ABOUT_DEPARTMENT, officers
from portal.core.business_days import is_business_day
from portal.core.jobs import for_each
from portal.notifications.models import Notification
from portal.notifications.services import notify

KIND = "answers_daily"
# In Seoul: before the working day begins, and no more once it is over.
WRITTEN_FROM, WRITTEN_UNTIL = time(8, 30), time(18)


def write_reminders(*, now: datetime) -> int:
    """Write to the officers who have had no reminder today and have reason for one; how many were written.

    From half past eight to six on business days, one a day at most. Late, twice or with many workers does no harm.
    """
    local = timezone.localtime(now)
    if not WRITTEN_FROM <= local.time() < WRITTEN_UNTIL or not is_business_day(local.date()):
        return 0
    told = Notification.objects.filter(kind=KIND, created_at__gte=_midnight(now)).values("recipient")
    keys = list(officers().exclude(pk__in=told).order_by("pk").values_list("pk", flat=True))
    return sum(for_each(keys, lambda key: _reminder(key, now)))


@transaction.atomic
def _reminder(key: int, now: datetime) -> bool:
    """Write to one officer, who is held, so that nobody else does so meanwhile."""
    people = User.objects.select_for_update(of=("self",), no_key=True).select_related("department")
    officer = people.filter(pk=key).first()
    if officer is None:
        return False
    last = officer.notifications.filter(kind=KIND).order_by("-pk").values_list("created_at", flat=True).first()
    if officer.department is None or (last and last >= _midnight(now)):
        return False
    counts = waiting_counts(officer.department, since=last, today=timezone.localdate(now))
    if not counts.total:
        return False
    with translation.override(officer.language):
        context = {"counts": counts, "department": officer.department}
        notify(
            kind=KIND,
            recipient=officer,
            context=context,
            link=reverse("answers:desk"),
            about=f"{ABOUT_DEPARTMENT}{officer.department.pk}",
        )
    return True


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
