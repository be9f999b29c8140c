"""Reminders of a forum: a week before, the day before at ten, on the day at eight in the morning, by the city's clock."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from portal.core.jobs import Attempt, attempt, for_each
from portal.forums.models import Forum
from portal.forums.states import BEFORE_THE_START, ForumState
from portal.notifications.models import Notification
from portal.notifications.services import post
from portal.registrations import mails
from portal.registrations.models import Registration, Reminder
from portal.registrations.services import seats
from portal.registrations.states import ReminderKind

AT_ONCE = 200
# How many days before the forum's day, and at which hour of the city's clock; the one nearest to the forum last.
MOMENTS = {ReminderKind.WEEK: (7, time(10)), ReminderKind.DAY: (1, time(10)), ReminderKind.SAME_DAY: (0, time(8))}


def send_due(*, now: datetime) -> int:
    """Remind everybody with a seat whose reminder is due; how many were reminded.

    Each reminder is a row with a unique key, written with its mail, so that it happens once with any number of workers.
    After a time without a worker only the newest reminder that still makes sense is sent; who registered after its
    moment gets none.
    """
    near = Forum.objects.filter(state=ForumState.PUBLISHED, starts_at__gt=now, starts_at__lte=now + mails.REMINDED_EARLIEST)
    return sum(for_each(near.order_by("pk"), lambda forum: _remind(forum, now)))


def remind_again(*, forum: Forum, now: datetime) -> None:
    """After a forum was moved: reminders whose moment lies ahead now were of another day, and those who got them get them anew.

    The caller holds the forum's lock, so that nobody is reminded meanwhile.
    """
    ahead = [kind for kind in MOMENTS if moment_of(forum, kind) > now]
    Reminder.objects.filter(registration__forum=forum, kind__in=ahead).delete()


def due_kind(forum: Forum, now: datetime) -> ReminderKind | None:
    """The newest reminder of this forum whose moment has come, if the forum sends it; None before the first and after
    the start.
    """
    past = [kind for kind, moment in _moments(forum) if moment <= now < forum.starts_at]
    return past[-1] if past else None


def moment_of(forum: Forum, kind: ReminderKind) -> datetime:
    """When a reminder is due. Aware, in the city's zone."""
    days, hour = MOMENTS[kind]
    return _at(timezone.localtime(forum.starts_at).date() - timedelta(days=days), hour)


def _moments(forum: Forum) -> Iterator[tuple[ReminderKind, datetime]]:
    wanted = {
        ReminderKind.WEEK: forum.reminds_a_week_before,
        ReminderKind.DAY: forum.reminds_a_day_before,
        ReminderKind.SAME_DAY: forum.reminds_on_the_day,
    }
    return ((kind, moment_of(forum, kind)) for kind in MOMENTS if wanted[kind])


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _remind(forum: Forum, now: datetime) -> int:
    """Everybody at one forum, some at a time; whose mail cannot be written is passed over and named in the end."""
    kind, count, last, failed = due_kind(forum, now), 0, 0, []
    while kind and (lot := _due(forum, kind, last)):
        last = lot[-1].pk
        written = attempt(lot, lambda registration: (registration, mails.reminder(registration)))
        count += _keep(forum, kind, now, written.done)
        failed += written.failed
    Attempt([], failed).check()
    return count


def _due(forum: Forum, kind: ReminderKind, last: int) -> list[Registration]:
    """The next of those with a seat who have not been reminded, behind a key; read without a lock."""
    rows = forum.registrations.confirmed().filter(citizen__is_active=True, confirmed_at__lte=moment_of(forum, kind), pk__gt=last)
    lot = list(rows.exclude(reminders__kind=kind).select_related("citizen").order_by("pk")[:AT_ONCE])
    for registration in lot:
        registration.forum = forum
    return lot


@transaction.atomic
def _keep(forum: Forum, kind: ReminderKind, now: datetime, written: list[tuple[Registration, Notification]]) -> int:
    """Have the mails sent that are still due under the forum's lock, each with its row; how many."""
    forum = seats.lock_forum(forum)
    if forum.phase(now) not in BEFORE_THE_START or due_kind(forum, now) != kind:
        return 0
    keys = [registration.pk for registration, _message in written]
    due = set(forum.registrations.confirmed().filter(pk__in=keys).exclude(reminders__kind=kind).values_list("pk", flat=True))
    Reminder.objects.bulk_create(Reminder(registration_id=key, kind=kind, sent_at=now) for key in sorted(due))
    post([message for registration, message in written if registration.pk in due])
    return len(due)
