"""Who is looking at which comment, so that two moderators do not do the same work."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.moderation.models import Claim
from portal.moderation.services.refusals import ClaimedMeanwhile, NotAModerator, NotYourClaim, OwnComment

# Whoever went home does not keep a comment from being looked at.
CLAIM_LASTS = timedelta(minutes=60)


@transaction.atomic
def claim(*, comment: Comment, moderator: User) -> Claim:
    """Take a comment, so that colleagues see who is looking at it; again for another hour if it is one's own already.

    Raises NotAModerator, OwnComment or ClaimedMeanwhile.
    """
    comment = discussion.lock_as_stored(comment)
    moderator = _able(moderator, comment)
    check_unclaimed(comment, moderator)
    return _give(comment, moderator, given_by=None)


@transaction.atomic
def assign(*, comment: Comment, to: User, by: User) -> Claim:
    """Give a comment to a colleague in whose scope it is. Raises NotAModerator, OwnComment or ClaimedMeanwhile."""
    comment = discussion.lock_as_stored(comment)
    by = User.objects.get(pk=by.pk)
    if not by.moderates(comment.task_id):
        raise NotAModerator(_("Only moderators assigned to this task decide on its comments."))
    to = _able(to, comment)
    if not by.has_perm("moderation.everywhere"):
        check_unclaimed(comment, by)
    return _give(comment, to, given_by=None if to.pk == by.pk else by)


@transaction.atomic
def release(*, comment: Comment, moderator: User) -> None:
    """Give a comment back to everybody. Raises NotAModerator or NotYourClaim."""
    comment = discussion.lock_as_stored(comment)
    moderator = User.objects.get(pk=moderator.pk)
    if not moderator.moderates(comment.task_id):
        raise NotAModerator(_("Only moderators assigned to this task decide on its comments."))
    found = current_claim(comment, timezone.now())
    if found and found.moderator_id != moderator.pk and not moderator.has_perm("moderation.everywhere"):
        raise NotYourClaim(_claimed(found))
    Claim.objects.filter(comment=comment).delete()


def current_claim(comment: Comment, now: datetime) -> Claim | None:
    """The claim that still holds, if there is one."""
    return Claim.objects.select_related("moderator").filter(comment=comment, claimed_at__gt=now - CLAIM_LASTS).first()


def check_unclaimed(comment: Comment, moderator: User) -> None:
    """Raises ClaimedMeanwhile if somebody else is looking at the comment."""
    found = current_claim(comment, timezone.now())
    if found and found.moderator_id != moderator.pk:
        raise ClaimedMeanwhile(_claimed(found))


def _able(person: User, comment: Comment) -> User:
    """The moderator, read again, if they may decide about the comment."""
    person = User.objects.get(pk=person.pk)
    if not (person.is_active and person.moderates(comment.task_id)):
        raise NotAModerator(_("Only moderators assigned to this task decide on its comments."))
    if comment.is_by(person):
        raise OwnComment(_("You cannot review your own comment. Another moderator has to."))
    return person


def _give(comment: Comment, moderator: User, *, given_by: User | None) -> Claim:
    values = {"moderator": moderator, "given_by": given_by, "claimed_at": timezone.now()}
    return Claim.objects.update_or_create(comment=comment, defaults=values)[0]


def _claimed(found: Claim) -> str:
    return _("Your colleague %(nickname)s has been reviewing this comment since %(since)s.") % {
        "nickname": found.moderator.display_name,
        "since": f"{timezone.localtime(found.claimed_at):%H:%M}",
    }
