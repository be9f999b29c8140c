"""Rows as they are now, locked until the transaction ends, always in the order of docs/architecture.md, 5."""

from typing import overload

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.people import Visitor
from portal.discussion.models import Comment, State
from portal.discussion.models.states import LAPSING
from portal.discussion.services.moves import move
from portal.discussion.services.refusals import NotAnswerable
from portal.plan.models import Task


@overload
def lock_person(person: User) -> User: ...
@overload
def lock_person(person: Visitor) -> Visitor: ...
def lock_person(person: Visitor) -> Visitor:
    """The person as they are now: a suspension or a lost role counts at once, and the same form sent twice waits for itself."""
    if not person.is_authenticated:
        return person
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def lock_as_stored(comment: Comment) -> Comment:
    """The comment as its row says. An official reply's root is locked before it, since the root says whether it is answered."""
    above = [comment.root_id] if comment.is_official and comment.root_id else []
    return _lock_all([*above, comment.pk])[-1]


def lock_comment(comment: Comment) -> Comment:
    """The comment as it is now; a block whose time is over is gone, whether or not a worker has noticed."""
    comment = lock_as_stored(comment)
    if comment.state in LAPSING and comment.is_shown:
        move(comment, State.PUBLISHED, at=comment.blocked_until)
    return comment


def lock_chain(task: Task, answered: Comment) -> Comment:
    """The comment to be answered as it is now; it and all above it are locked. Raises NotAnswerable if it is not shown."""
    chain = _lock_all([*answered.ancestor_keys(), answered.pk])
    if not chain or chain[-1].pk != answered.pk or chain[-1].task_id != task.pk or not chain[-1].is_shown:
        raise NotAnswerable(_("The comment you answer is no longer shown, so it cannot be answered."))
    return chain[-1]


def _lock_all(keys: list[int]) -> list[Comment]:
    """The comments of one chain, the root first, so that nobody waits in a circle."""
    chain = Comment.objects.filter(pk__in=keys).in_thread_order().select_related("author", "task")
    return list(chain.select_for_update(of=("self",), no_key=True))
