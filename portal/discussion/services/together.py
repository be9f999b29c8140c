"""All comments of one person, hidden and shown again in one act. Whoever calls holds the person and records why."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Case, Exists, Q, QuerySet, Value, When
from django.utils import timezone

from portal.discussion.models import Comment, State

# A comment that is blocked for a time is among them: it would come back when its block ends.
HIDEABLE = (State.PUBLISHED, State.HELD, State.UNDER_REVIEW, State.TAKEN_DOWN)


def hideable_comments(person) -> QuerySet[Comment]:
    """What `hide_together` would hide."""
    return _words_of(person).filter(state__in=HIDEABLE)


def hide_together(*, person, rule: str) -> list[Comment]:
    """Hide whatever of a person's comments could be read now or later; the comments as they were before."""
    # Held in any state and only then chosen: one that is shown or let through at this moment is not missed.
    hidden = [comment for comment in _held(_words_of(person)) if comment.state in HIDEABLE]
    Comment.objects.filter(pk__in=[comment.pk for comment in hidden]).update(
        state=State.HIDDEN, rule=rule, held_for="", state_changed_at=timezone.now(), blocked_until=None
    )
    return hidden


def show_together(*, comments: QuerySet[Comment], waited: Mapping[int, str], blocks: QuerySet) -> list[Comment]:
    """Show those of the comments that are hidden; which they were.

    Those in `waited` (what each was held for, by key) wait to be looked at again. `blocks` are rows about OuterRef("pk") with
    a `blocked_until`: what one of them covers stays blocked until then.
    """
    shown = [comment for comment in _held(comments) if comment.state == State.HIDDEN]
    changes = {"rule": "", "state_changed_at": timezone.now()}
    waits = defaultdict(list)
    for comment in shown:
        waits[waited.get(comment.pk, "")].append(comment.pk)
    appears = Comment.objects.filter(pk__in=waits.pop("", []))
    is_blocked = Exists(blocks)
    appears.update(
        state=Case(When(is_blocked, then=Value(State.TAKEN_DOWN)), default=Value(State.PUBLISHED)),
        blocked_until=Case(When(is_blocked, then=blocks.values("blocked_until")[:1]), default=None),
        **changes,
    )
    for held_for, keys in waits.items():
        Comment.objects.filter(pk__in=keys).update(state=State.HELD, held_for=held_for, **changes)
    return shown


def _words_of(person) -> QuerySet[Comment]:
    """What a person wrote with this account or an earlier one, but for the city and what is withdrawn."""
    same_person = Q(person_key=person.person_key) if person.person_key else Q(pk__in=[])
    return Comment.objects.filter(Q(author=person) | same_person, department=None).exclude(state=State.WITHDRAWN)


def _held(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """The comments locked in the order of docs/architecture.md, 5: by path, so roots come before their replies."""
    fields = ["state", "rule", "held_for", "blocked_until", "task", "author", "department"]
    return comments.in_thread_order().select_for_update(of=("self",), no_key=True).only(*fields)
