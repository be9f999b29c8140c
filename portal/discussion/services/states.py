"""Moderation's hand on a comment: showing, hiding, blocking it. Whoever calls records why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput
from portal.discussion.mails import tell_if_nobody_did
from portal.discussion.models import Comment, State
from portal.discussion.models.states import LAPSING
from portal.discussion.rules import Rule
from portal.discussion.services.locking import lock_as_stored, lock_comment
from portal.discussion.services.moves import LEGAL_MOVES, move
from portal.discussion.services.refusals import IllegalMove


@transaction.atomic
def set_state(*, comment: Comment, state: str, rule: str = "", until: datetime | None = None) -> Comment:
    """Move a comment into another state and note the rule and the time.

    A hidden comment needs a rule; a published one has none; a review and a block need `until`, when they end by
    themselves. Whom a pending comment answers is told when it first appears, not before; it keeps the time at which it
    was written. Raises IllegalMove or InvalidInput.
    """
    comment = lock_comment(comment)
    if state not in LEGAL_MOVES[comment.state]:
        raise IllegalMove(
            _("The comment has changed in the meantime. It is now: %(state)s.") % {"state": comment.get_state_display()}
        )
    if rule not in {"", *Rule.values} or (state == State.HIDDEN and not rule):
        raise InvalidInput(_("Please name the rule that the comment breaks."))
    if (state in LAPSING) != (until is not None):
        raise InvalidInput(_("Please set until when the comment is blocked."))
    move(comment, state, rule="" if state == State.PUBLISHED else rule, until=until)
    if state == State.PUBLISHED:
        tell_if_nobody_did(comment)
    return comment


@transaction.atomic
def end_block(*, comment: Comment) -> Comment:
    """Let the row say what is true since a review or a block ran out: published since then. Else nothing changes."""
    return lock_comment(comment)


@transaction.atomic
def put_back(*, comment: Comment, state: str, rule: str = "", pending_for: str = "", until: datetime | None = None) -> Comment:
    """Make a comment again what it was before a decision that is taken back; what its author withdrew stays withdrawn.

    Words that were changed meanwhile and are pending go on waiting: else they would appear by themselves, unread.
    """
    comment = lock_as_stored(comment)
    goes_on_waiting = comment.state == State.PENDING and state != State.HIDDEN
    if comment.state != State.WITHDRAWN and not goes_on_waiting:
        move(comment, state, rule=rule, pending_for=pending_for, until=until)
    return comment
