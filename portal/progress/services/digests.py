"""One message a day to each follower, with everything that was published since the last one, once."""

from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from portal.core.algorithms import address_of
from portal.core.jobs import Attempt, attempt
from portal.core.people import Person
from portal.notifications.models import Notification
from portal.notifications.services import composed, post, written
from portal.progress.digest_items import Item, items_for
from portal.progress.following import one_click_path, unfollow_path
from portal.progress.models import Digest, Follow

# A message tells of what happened until eight in the morning by the city's clock. It is written a little later, since a change
# that was made just before eight is stored only when its transaction ends.
ENDS_AT, WRITTEN_AFTER = time(8), timedelta(minutes=10)
AT_ONCE = 100


def write_digests(*, now: datetime) -> int:
    """Write today's messages, as far as they are not written yet; how many were.

    Each follower's row says up to when they were told, and moves on in the transaction that writes the message. So late, twice
    or with many workers, nothing is told twice and nothing is lost: after days without a worker one message tells of all of
    them.
    """
    until, last = latest_end(now), 0
    written: Attempt[bool] = Attempt([], [])
    while lot := _due(until, last):
        last = lot[-1]
        found = attempt(lot, lambda key: _write(key, until))
        written.done.extend(found.done)
        written.failed.extend(found.failed)
    return sum(written.check())


def latest_end(now: datetime) -> datetime:
    """The newest moment up to which messages are to be written."""
    local = timezone.localtime(now - WRITTEN_AFTER)
    end = local.replace(hour=ENDS_AT.hour, minute=ENDS_AT.minute, second=0, microsecond=0)
    return end if local >= end else end - timedelta(days=1)


def _due(until: datetime, last: int) -> list[int]:
    """The next followers to be told, behind a key: one whose message fails is passed over, and has another turn next time."""
    due = Digest.objects.filter(sent_up_to__lt=until, user__is_active=True, user__follows__isnull=False, pk__gt=last)
    return list(due.order_by("pk").distinct().values_list("pk", flat=True)[:AT_ONCE])


def _write(key: int, until: datetime) -> bool:
    """One follower's message, unless somebody else has just written it or there is nothing to tell. It is written before the
    row moves on, so that nothing is locked meanwhile.
    """
    digest = Digest.objects.select_related("user").filter(pk=key, sent_up_to__lt=until).first()
    if digest is None:
        return False
    message = _message(digest.user, digest.sent_up_to, until)
    with transaction.atomic():
        unmoved = Digest.objects.filter(pk=key, sent_up_to=digest.sent_up_to)
        if not unmoved.update(sent_up_to=until) or message is None:
            return False
        post([message])
    return True


def _message(person: Person, after: datetime, until: datetime) -> Notification | None:
    with translation.override(person.language):
        context = _context(person, after, until)
        if not context:
            return None
        return composed(
            kind="task_digest",
            recipient=person,
            context=context,
            link=reverse("plan:task_list"),
            about=f"{after.isoformat()}/{until.isoformat()}",
            unsubscribe=one_click_path(person),
        )


def written_anew(notification: Notification) -> tuple[str, str] | None:
    """The message of a span (ISO 8601, 5.5) as it is true at this moment; None where nothing of it may be told any more.

    Between writing and sending an update may be withdrawn, a comment or an answer hidden, and a task followed no more.
    """
    person, language = notification.recipient, notification.language
    if person is None:
        return None
    after, until = (datetime.fromisoformat(moment) for moment in notification.about.split("/"))
    with translation.override(language):
        context = _context(person, after, until)
    if not context:
        return None
    return written(kind=notification.kind, language=language, context={**context, "recipient": person}, link=notification.link)


def _context(person: Person, after: datetime, until: datetime) -> dict[str, Any]:
    """What there is to tell in the active language; empty where that is nothing."""
    follows = list(Follow.objects.filter(user=person).select_related("task").order_by("task__number", "pk"))
    items = items_for(follows, after, until)
    return _listed(person, follows, items) if items else {}


def _listed(person: Person, follows: list[Follow], items: list[Item]) -> dict[str, Any]:
    by_task = {key: list(each) for key, each in groupby(sorted(items, key=lambda item: item.task_id), lambda item: item.task_id)}
    site = settings.SITE_URL.rstrip("/")
    tasks = [
        {
            "task": follow.task,
            "lines": [(item.text, site + item.link if item.link else "") for item in by_task[follow.task_id]],
            "address": site + follow.task.get_absolute_url(),
            "stop": site + unfollow_path(person, follow.task),
        }
        for follow in follows
        if follow.task_id in by_task
    ]
    return {
        "tasks": tasks,
        "count": len(items),
        "stop_all": site + unfollow_path(person),
        "why": site + address_of("daily-digest"),
    }
