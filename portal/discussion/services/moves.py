"""From which state a comment may come into which, and what changes with it. Whoever calls has locked the comment."""

from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from portal.discussion.models import Comment, State

# What a moderator, a review or a takedown may turn a comment into. Withdrawing is its author's act and has no way back;
# changed words may be pending again.
LEGAL_MOVES: dict[str, set[State]] = {
    State.PUBLISHED: {State.UNDER_REVIEW, State.HIDDEN, State.TAKEN_DOWN},
    State.PENDING: {State.PUBLISHED, State.HIDDEN},
    State.UNDER_REVIEW: {State.PUBLISHED, State.HIDDEN, State.TAKEN_DOWN},
    State.HIDDEN: {State.PUBLISHED, State.TAKEN_DOWN},
    State.TAKEN_DOWN: {State.PUBLISHED, State.HIDDEN},
    State.WITHDRAWN: set(),
}


def move(
    comment: Comment,
    state: str,
    *,
    rule: str = "",
    pending_for: str = "",
    until: datetime | None = None,
    at: datetime | None = None,
) -> Comment:
    """Put a locked comment into a state since `at` (now unless given) and let its thread show whether the city answers in it."""
    comment.state, comment.rule, comment.pending_for = state, rule, pending_for
    comment.state_changed_at, comment.blocked_until = at or timezone.now(), until
    comment.save(update_fields=["state", "rule", "pending_for", "state_changed_at", "blocked_until"])
    if comment.is_official and comment.root_id:
        note_official_answer(comment.root_id)
    return comment


def note_official_answer(root_id: int) -> None:
    """Let a root say since when an official reply stands in its thread; not at all when none is shown any more."""
    replies = Comment.objects.shown().filter(root=root_id, department__isnull=False)
    first = replies.aggregate(first=Min("created_at"))["first"]
    Comment.objects.filter(pk=root_id).update(officially_answered_at=first)
