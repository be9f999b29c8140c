"""What those who follow a task with all that citizens say are told of its discussion: how much is new, never what it says."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Max
from django.utils.translation import ngettext

from portal.discussion.models import Comment
from portal.progress.digest_items import Item


def new_comments(tasks: Collection[int], after: datetime, until: datetime) -> list[Item]:
    """One line for each task with new comments that everybody may read. One query.

    No words are quoted: what is hidden later was never in a mail.
    """
    shown = Comment.objects.shown().filter(task__in=tasks, created_at__gt=after, created_at__lte=until)
    counted = shown.order_by().values("task").annotate(count=Count("pk"), newest=Max("created_at"))
    return [Item(row["task"], row["newest"], _words(row["count"])) for row in counted]


def _words(count: int) -> str:
    return ngettext("%(count)d new comment", "%(count)d new comments", count) % {"count": count}
