"""Taking a decision back at once: the mistake of a moment leaves no trace but the record of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.discussion.models import State
from portal.moderation.models import Action, Appeal, ModerationDecision, Takedown
from portal.moderation.services.decisions import decide, entitled, locked
from portal.moderation.services.refusals import NotUndoable

UNDO_WITHIN = timedelta(minutes=10)
# Reviews lapse, blocks end and takings-back stay: only what a moderator ruled about a comment is taken back.
UNDOABLE = (Action.HIDE, Action.KEEP, Action.RESTORE, Action.PUBLISH)


@transaction.atomic
def undo(*, decision: ModerationDecision, moderator) -> ModerationDecision:
    """Take a decision back within ten minutes: the comment is what it was, its reports wait again.

    Mails that were not sent yet are not sent; whoever got one is told that it no longer holds. For whoever decided, and for
    moderators of everything. Raises NotAModerator, OwnComment, NotUndoable or AlreadyDecided.
    """
    comment = locked(decision.comment)
    moderator = entitled(moderator, comment)
    decision = ModerationDecision.objects.select_related("comment__task").get(pk=decision.pk)
    _check_undoable(decision, moderator, timezone.now())
    with translation.override(comment.author.language):
        reason = _("The decision was taken back right after it was made. It no longer holds.")
    return decide(comment=comment, action=Action.UNDO, moderator=moderator, reason=reason, undoes=decision, seen=decision.pk)


def may_be_undone(decision: ModerationDecision, person, now: datetime) -> bool:
    """Whether to offer it; asked again, and of the database, when it is done."""
    is_theirs = decision.moderator_id == person.pk or person.has_perm("moderation.everywhere")
    return decision.action in UNDOABLE and is_theirs and now < decision.created_at + UNDO_WITHIN


def _check_undoable(decision: ModerationDecision, moderator, now: datetime) -> None:
    if decision.action not in UNDOABLE or not decision.state_before or _would_block_again(decision):
        raise NotUndoable(_("This decision cannot be taken back. A new decision corrects it."))
    if not may_be_undone(decision, moderator, now):
        raise NotUndoable(
            _("A decision can be taken back for ten minutes, by whoever made it. A new decision corrects it after that.")
        )
    is_followed = Appeal.objects.filter(decision=decision).exists() or Appeal.objects.filter(outcome=decision).exists()
    if is_followed:
        raise NotUndoable(_("An appeal belongs to this decision, so it is ruled on there."))


def _would_block_again(decision: ModerationDecision) -> bool:
    """Whether the comment was blocked before, at a request that is settled since: perhaps by this very decision."""
    was_blocked = decision.state_before == State.TAKEN_DOWN
    return was_blocked and not Takedown.objects.blocking().filter(comment=decision.comment_id).exists()
