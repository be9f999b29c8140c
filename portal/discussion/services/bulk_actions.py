"""All comments of one person, hidden and shown again in one act. Whoever calls has locked the person and records why."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Exists, Q, QuerySet, Value, When
from django.utils import timezone

from portal.accounts.models import User
from portal.discussion.models import Comment, CommentQuerySet, State

# A comment that is blocked for a time is among them: it would come back when its block ends.
HIDEABLE = (State.PUBLISHED, State.PENDING, State.UNDER_REVIEW, State.TAKEN_DOWN)


def hideable_comments(person: User) -> CommentQuerySet:
    """What `hide_all` would hide."""
    return _words_of(person).filter(state__in=HIDEABLE)


def hide_all(*, person: User, rule: str) -> list[Comment]:
    """Hide whatever of a person's comments could be read now or later; the comments as they were before."""
    # Locked in any state and only then chosen: one that is shown or published at this moment is not missed.
    hidden = [comment for comment in _lock_comments(_words_of(person)) if comment.state in HIDEABLE]
    Comment.objects.filter(pk__in=[comment.pk for comment in hidden]).update(
        state=State.HIDDEN, rule=rule, pending_for="", state_changed_at=timezone.now(), blocked_until=None
    )
    return hidden


def show_all(*, comments: CommentQuerySet, were_pending: Mapping[int, str], blocks: QuerySet[Any]) -> list[Comment]:
    """Show those of the comments that are hidden; which they were.

    Those in `were_pending` (by key, each with its reason) are pending again. `blocks` are rows about OuterRef("pk") with
    a `blocked_until`: what one of them covers stays blocked until then.
    """
    shown = [comment for comment in _lock_comments(comments) if comment.state == State.HIDDEN]
    changes = {"rule": "", "state_changed_at": timezone.now()}
    keys_by_reason = defaultdict(list)
    for comment in shown:
        keys_by_reason[were_pending.get(comment.pk, "")].append(comment.pk)
    appears = Comment.objects.filter(pk__in=keys_by_reason.pop("", []))
    is_blocked = Exists(blocks)
    appears.update(
        state=Case(When(is_blocked, then=Value(State.TAKEN_DOWN)), default=Value(State.PUBLISHED)),
        blocked_until=Case(When(is_blocked, then=blocks.values("blocked_until")[:1]), default=None),
        **changes,
    )
    for pending_for, keys in keys_by_reason.items():
        Comment.objects.filter(pk__in=keys).update(state=State.PENDING, pending_for=pending_for, **changes)
    return shown


def _words_of(person: User) -> CommentQuerySet:
    """What a person wrote with this account or an earlier one, but for the city and what is withdrawn."""
    same_person = Q(person_key=person.person_key) if person.person_key else Q(pk__in=[])
    return Comment.objects.filter(Q(author=person) | same_person, department=None).exclude(state=State.WITHDRAWN)


def _lock_comments(comments: CommentQuerySet) -> CommentQuerySet:
    """The comments locked in the order of docs/architecture.md, 5: by path, so roots come before their replies."""
    fields = ["state", "rule", "pending_for", "blocked_until", "task", "author", "department"]
    return comments.in_thread_order().select_for_update(of=("self",), no_key=True).only(*fields)
