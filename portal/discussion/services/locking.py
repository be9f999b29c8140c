"""Rows as they are now, held until the transaction ends, always in the order of docs/architecture.md, 5."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from portal.discussion.models import Comment, State
from portal.discussion.models.states import LAPSING
from portal.discussion.services.moves import move
from portal.discussion.services.refusals import NotAnswerable
from portal.policy.models import Task


def locked_person(person):
    """The person as they are now: a suspension or a lost role counts at once, and the same form sent twice waits for itself."""
    if not person.is_authenticated:
        return person
    return get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)


def locked_as_stored(comment: Comment) -> Comment:
    """The comment as its row says. An official reply's root is held before it, since the root says whether it is answered."""
    keys = [comment.root_id, comment.pk] if comment.is_official else [comment.pk]
    return _held(keys)[-1]


def locked(comment: Comment) -> Comment:
    """The comment as it is now; a block whose time is over is gone, whether or not a worker has noticed."""
    comment = locked_as_stored(comment)
    if comment.state in LAPSING and comment.is_shown:
        move(comment, State.PUBLISHED, at=comment.blocked_until)
    return comment


def locked_chain(task: Task, answered: Comment) -> Comment:
    """The comment to be answered as it is now; it and all above it are held. Raises NotAnswerable if it is not shown."""
    held = _held([*answered.ancestor_keys(), answered.pk])
    if not held or held[-1].pk != answered.pk or held[-1].task_id != task.pk or not held[-1].is_shown:
        raise NotAnswerable(_("The comment you answer is no longer shown, so it cannot be answered."))
    return held[-1]


def _held(keys: list[int]) -> list[Comment]:
    """The comments of one chain, the root first, so that nobody waits in a circle."""
    chain = Comment.objects.filter(pk__in=keys).in_thread_order().select_related("author", "task")
    return list(chain.select_for_update(of=("self",), no_key=True))
