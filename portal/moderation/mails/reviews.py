"""What the author of a comment under review is told."""

from django.urls import reverse
from django.utils import translation

from portal.discussion.models import Comment, State
from portal.moderation.models import Review
from portal.notifications.models import Notification
from portal.notifications.services import notify


def tell_under_review(review: Review) -> None:
    """Tell the author that the comment is out of sight, and until when at the latest."""
    _tell(review, "comment_under_review")


def tell_review_lapsed(review: Review) -> None:
    """Tell the author that the comment is visible again, since the time was over."""
    _tell(review, "comment_review_lapsed")


def is_still_under_review(notification: Notification) -> bool:
    """Asked again when the mail goes out: what is decided or over by then is told by other mails."""
    comment = Comment.objects.filter(pk=notification.about.removeprefix("comment:")).first()
    return comment is not None and comment.state == State.UNDER_REVIEW and not comment.is_shown


def _tell(review: Review, kind: str) -> None:
    comment = review.comment
    with translation.override(comment.author.language):
        notify(
            kind=kind,
            recipient=comment.author,
            context={"task": comment.task, "lapses_at": review.lapses_at},
            link=reverse("discussion:permalink", args=[comment.pk]) + f"#comment-{comment.pk}",
            about=f"comment:{comment.pk}",
        )
