"""Whether a message about a comment is still true when it goes out."""

from portal.discussion.models import Comment
from portal.notifications.models import Notification


def is_still_shown(notification: Notification) -> bool:
    """Whether everybody may read the comment that the message is about."""
    return Comment.objects.published().filter(pk=notification.about.removeprefix("comment:")).exists()
