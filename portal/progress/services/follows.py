"""Who hears about a task: by their own click, and no longer than they want."""

from django.db import transaction
from django.utils import timezone

from portal.core.people import Person
from portal.plan.models import Task
from portal.progress.models import Digest, Follow


@transaction.atomic
def follow(*, task: Task, person: Person, level: str) -> Follow:
    """Follow a task from now on, or follow it at another level. Raises ValueError for an unknown level."""
    level, now = Follow.Level(level), timezone.now()
    # Whoever followed nothing has been told of everything until now.
    Digest.objects.get_or_create(user=person, defaults={"sent_up_to": now})
    follow, _is_new = Follow.objects.update_or_create(
        user=person, task=task, defaults={"level": level}, create_defaults={"level": level, "since": now}
    )
    return follow


@transaction.atomic
def unfollow(*, person: Person | int, task: Task | None = None) -> int:
    """Hear no more about one task, or about any; how many were followed. Doing it twice does nothing.

    `person` is a user or their key: whoever holds the link of a mail need not be signed in.
    """
    follows = Follow.objects.filter(user=getattr(person, "pk", person))
    return (follows if task is None else follows.filter(task=task)).delete()[0]
