"""The mails of the plan, and whether they are still wanted when they are sent."""

from portal.notifications.kinds import declare
from portal.notifications.models import Notification
from portal.progress.digest_items import changes_of_tasks, declare_source
from portal.progress.models import Follow
from portal.progress.services.digests import written_anew


def declare_kinds() -> None:
    """Called once, when the package starts."""
    declare("task_digest", is_still_due=_still_follows, written_anew=written_anew, is_for_many=True)
    declare_source(changes_of_tasks)


def _still_follows(notification: Notification) -> bool:
    """Whoever has stopped following everything meanwhile gets nothing more."""
    return Follow.objects.filter(user=notification.recipient, user__is_active=True).exists()
