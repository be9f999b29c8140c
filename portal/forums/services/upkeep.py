"""What time does to many forums: each in a transaction of its own, so that a job cut off half-way has done half, not nothing."""

from datetime import datetime

from django.db import transaction

from portal.forums.models import Forum, Registration
from portal.forums.services import seats
from portal.forums.services.registration import give_back_of_closed_account


def settle_lapsed(*, now: datetime) -> int:
    """Settle every forum with a hold or an offer whose time is over; how many there were."""
    keys = Registration.objects.lapsed(now).order_by("forum").values_list("forum", flat=True).distinct()
    forums = list(Forum.objects.filter(pk__in=keys).order_by("pk"))
    for forum in forums:
        with transaction.atomic():
            seats.locked(forum)
    return len(forums)


def free_closed_accounts(*, now: datetime) -> int:
    """Give back what people with closed accounts have at forums that have not started; how many registrations there were."""
    rows = Registration.objects.live().filter(citizen__is_active=False, forum__starts_at__gt=now)
    registrations = list(rows.select_related("forum", "citizen"))
    for registration in registrations:
        give_back_of_closed_account(registration=registration)
    return len(registrations)
