"""Out of sight while a moderator looks: what happens when enough people report the same comment."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.jobs import for_each
from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.moderation.mails import reviews
from portal.moderation.models import Action, Report, Review
from portal.moderation.services.decisions import decide
from portal.moderation.weights import total

# Decisions after which the same words stay in sight, whoever reports them again.
LET_STAND = (Action.KEEP, Action.PUBLISH, Action.RESTORE)


@transaction.atomic
def consider(*, comment: Comment) -> Review | None:
    """Put a comment under review if its open reports weigh enough. Called with the comment locked, in the report's transaction.

    Never an official reply, never words that a moderator let stand, and never twice for the same reports. The comment
    is visible again MODERATION_REVIEW_HOURS later unless a moderator decides before.
    """
    if comment.is_official or not comment.is_shown:
        return None
    weight = total(_counted(comment))
    if weight < settings.MODERATION_REVIEW_WEIGHT:
        return None
    _close_lapsed(comment)
    now = timezone.now()
    lapses_at = now + timedelta(hours=settings.MODERATION_REVIEW_HOURS)
    review = Review.objects.create(comment=comment, weight=weight, began_at=now, lapses_at=lapses_at)
    reviews.tell_under_review(review)
    decide(comment=comment, action=Action.REVIEW, reason=_why_under_review(comment), until=lapses_at, tells=False)
    return review


def end_reviews() -> int:
    """Write down which reviews are over, and tell the authors that their comments are visible again; how many.

    Visible they were at the second the time ran out, whether or not anybody called this.
    """
    over = Review.objects.filter(outcome=Review.Outcome.OPEN, lapses_at__lte=timezone.now()).select_related("comment")
    return sum(for_each(over.order_by("lapses_at", "pk"), _lapse))


def close_by_block(*, comment: Comment, at: datetime) -> None:
    """A block takes the review's place; the reports stay open."""
    _open_reviews(comment).update(outcome=Review.Outcome.DECIDED, ended_at=at)


@transaction.atomic
def _lapse(review: Review) -> bool:
    """End one review whose time is over. False if another worker was faster or a moderator decided."""
    comment = discussion.lock_as_stored(review.comment)
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.outcome != Review.Outcome.OPEN:
        return False
    _end(review)
    if comment.is_shown:
        reviews.tell_review_lapsed(review)
        decide(comment=comment, action=Action.LAPSE, reason=_why_visible_again(comment), tells=False)
    return True


def _close_lapsed(comment: Comment) -> None:
    """A review that is over by the clock, and that no worker has noticed, makes room for the next one.

    Its LAPSE is not written any more: the comment goes out of sight again in the same moment.
    """
    for review in _open_reviews(comment):
        _end(review)


def _open_reviews(comment: Comment) -> QuerySet[Review]:
    return Review.objects.filter(comment=comment, outcome=Review.Outcome.OPEN)


def _end(review: Review) -> None:
    review.outcome, review.ended_at = Review.Outcome.LAPSED, review.lapses_at
    review.save(update_fields=["outcome", "ended_at"])


def _counted(comment: Comment) -> QuerySet[Report]:
    """The open reports that no review has counted yet, about words that no moderator let stand."""
    reports = Report.objects.open().filter(comment=comment).select_related("reporter__identity")
    last_review = Review.objects.filter(comment=comment).order_by("-began_at", "-pk").first()
    if last_review:
        reports = reports.filter(created_at__gt=last_review.began_at)
    let_stand = comment.decisions.filter(action__in=LET_STAND, undone_by=None).newest_first().first()
    if let_stand is None:
        return reports
    is_reworded = comment.edited_at is not None and comment.edited_at > let_stand.created_at
    return reports.filter(created_at__gte=comment.edited_at) if is_reworded else reports.none()


def _why_under_review(comment: Comment) -> str:
    with translation.override(comment.author.language):
        return _("Several people reported the comment. It is hidden until a moderator has reviewed it.")


def _why_visible_again(comment: Comment) -> str:
    with translation.override(comment.author.language):
        return _("The review period is over and nobody decided against the comment. The reports still wait for a moderator.")
