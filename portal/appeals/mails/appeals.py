"""What the author of an appeal is told: that it arrived and by when somebody rules, and what was ruled. Nobody is named."""

from django.urls import reverse
from django.utils import translation

from portal.appeals.models import Appeal
from portal.notifications.services import notify


def tell_it_arrived(appeal: Appeal) -> None:
    """Confirm an appeal, with the day by which somebody rules."""
    with translation.override(appeal.author.language):
        link = reverse("appeals:my_appeals")
    _write("appeal_received", appeal, link)


def tell_ruling(appeal: Appeal) -> None:
    """Tell what was ruled and why, and where to see it."""
    with translation.override(appeal.author.language):
        if not appeal.decision:
            link = reverse("appeals:my_suspension")
        elif appeal.state == Appeal.State.REVERSED:
            link = appeal.decision.comment.get_absolute_url()
        else:
            link = reverse("moderation:explanation", args=[appeal.decision.comment_id])
    _write("appeal_ruled", appeal, link)


def _write(kind: str, appeal: Appeal, link: str) -> None:
    task = appeal.decision.comment.task if appeal.decision else None
    context = {
        "task": task,
        "due_at": appeal.due_at,
        "appealed_at": appeal.created_at,
        "is_reversed": appeal.state == Appeal.State.REVERSED,
        "reason": appeal.reason,
        "is_late": appeal.ruled_at is not None and appeal.ruled_at > appeal.due_at,
    }
    notify(kind=kind, recipient=appeal.author, context=context, link=link, about=f"appeal:{appeal.pk}")
