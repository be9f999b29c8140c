"""Undoing a decision right after it was made. Nothing is left of the mistake but both decisions and the audit log."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.discussion.models import State
from portal.discussion.services import lock_as_stored
from portal.moderation.models import Action, ModerationDecision
from portal.moderation.services.blocks import running_blocks
from portal.moderation.services.decisions import decide, entitled
from portal.moderation.services.refusals import NotUndoable

UNDO_WITHIN = timedelta(minutes=10)
# Reviews lapse, blocks end and undone decisions stay undone: only what a moderator ruled about a comment is taken back.
UNDOABLE = (Action.HIDE, Action.KEEP, Action.RESTORE, Action.PUBLISH)
# Given a decision: why it cannot be taken back, "" if nothing stands against it.
Obstacle = Callable[[ModerationDecision], str]
_obstacles: list[Obstacle] = []


def declare_obstacle(why_not: Obstacle) -> None:
    """Make known what may stand against taking a decision back, called in `AppConfig.ready()` of a package above."""
    if why_not not in _obstacles:
        _obstacles.append(why_not)


@transaction.atomic
def undo(*, decision: ModerationDecision, moderator: User) -> ModerationDecision:
    """Take a decision back within ten minutes: the comment is what it was, its reports wait again.

    Mails that were not sent yet are not sent; whoever got one is told that it no longer holds. For whoever decided, and for
    moderators of everything. Raises NotAModerator, OwnComment, NotUndoable or AlreadyDecided.
    """
    comment = lock_as_stored(decision.comment)
    moderator = entitled(moderator, comment)
    decision = ModerationDecision.objects.select_related("comment__task").get(pk=decision.pk)
    _check_undoable(decision, moderator, timezone.now())
    with translation.override(comment.author.language):
        reason = _("The decision was undone right after it was made. It no longer applies.")
    return decide(comment=comment, action=Action.UNDO, moderator=moderator, reason=reason, undoes=decision, seen=decision.pk)


def may_be_undone(decision: ModerationDecision, person: User, now: datetime) -> bool:
    """Whether to offer it; asked again, and of the database, when it is done."""
    is_theirs = decision.moderator_id == person.pk or person.has_perm("moderation.everywhere")
    return decision.action in UNDOABLE and is_theirs and now < decision.created_at + UNDO_WITHIN


def _check_undoable(decision: ModerationDecision, moderator: User, now: datetime) -> None:
    if decision.action not in UNDOABLE or not decision.state_before or _would_block_again(decision):
        raise NotUndoable(_("This decision cannot be undone. A new decision corrects it."))
    if not may_be_undone(decision, moderator, now):
        raise NotUndoable(
            _("A decision can be undone for ten minutes by whoever made it. After that, correct it with a new decision.")
        )
    for why_not in _obstacles:
        if why := why_not(decision):
            raise NotUndoable(why)


def _would_block_again(decision: ModerationDecision) -> bool:
    """Whether the comment was blocked before, at a request that is settled since: perhaps by this very decision."""
    was_blocked = decision.state_before == State.TAKEN_DOWN
    return was_blocked and not running_blocks().filter(comment=decision.comment_id).exists()
