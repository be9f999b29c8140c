"""What a comment is about."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput
from portal.core.record import record
from portal.discussion.gate import discussion_gate
from portal.discussion.models import Comment, Topic
from portal.discussion.services.locking import locked, locked_person
from portal.discussion.services.refusals import EditingClosed, NotYours


@transaction.atomic
def set_topic(*, comment: Comment, topic: Topic | None, person) -> Comment:
    """Sort a comment under a topic, or under none: its author while it is shown, a moderator of the task also otherwise.

    What a moderator does is recorded. Raises InvalidInput, NotYours, EditingClosed and, for authors, what the gate raises.
    """
    person = locked_person(person)
    comment = locked(comment)
    check_offered(topic, present=comment.topic_id)
    as_moderator = not comment.is_spoken_by(person) and person.is_authenticated and person.moderates(comment.task_id)
    if not as_moderator:
        _check_author(comment, person)
    before = comment.topic_id
    if before == (topic and topic.pk):
        return comment
    comment.topic = topic
    comment.save(update_fields=["topic"])
    if as_moderator:
        _record(comment, person, before)
    return comment


def check_offered(topic: Topic | None, *, present: int | None = None) -> None:
    """Let a topic pass that authors may choose, none, or the one a comment has. Raises InvalidInput."""
    if topic and topic.pk != present and not topic.is_offered:
        raise InvalidInput(_("Please choose one of the topics offered, or none."))


def _check_author(comment: Comment, person) -> None:
    discussion_gate(task=comment.task, person=person)
    if not comment.is_spoken_by(person):
        raise NotYours(_("Somebody else wrote this comment; only they and a moderator can sort it under a topic."))
    if not comment.may_be_edited_by(person):
        raise EditingClosed(_("This comment is not shown, so it cannot be changed."))


def _record(comment: Comment, moderator, before: int | None) -> None:
    record(
        action="comment.topic_set",
        actor=moderator,
        role="moderator",
        subject=f"comment:{comment.pk}",
        details={"before": before, "after": comment.topic_id},
    )
