"""What a comment is about, and in which language it is written."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.errors import InvalidInput
from portal.core.people import Visitor
from portal.core.text.languages import Language
from portal.discussion.gate import enter_discussion
from portal.discussion.models import Comment, Topic
from portal.discussion.services.locking import lock_comment, lock_person
from portal.discussion.services.refusals import EditingClosed, NotYours


@transaction.atomic
def set_topic(*, comment: Comment, topic: Topic | None, person: Visitor) -> Comment:
    """Sort a comment under a topic, or under none: its author while it is shown, a moderator of the task also otherwise.

    What a moderator does is recorded. Raises InvalidInput, NotYours, EditingClosed and, for authors, what the gate raises.
    """
    person = lock_person(person)
    comment = lock_comment(comment)
    check_offered(topic, present=comment.topic_id)
    moderator = _let_pass(comment, person)
    before = comment.topic_id
    if before == (topic and topic.pk):
        return comment
    comment.topic = topic
    comment.save(update_fields=["topic"])
    if moderator:
        _record("comment.topic_set", comment, moderator, before=before, after=comment.topic_id)
    return comment


@transaction.atomic
def set_language(*, comment: Comment, language: str, person: Visitor) -> Comment:
    """Say in which language a comment is written, where the portal was wrong: by the same people as the topic, recorded alike.

    Raises InvalidInput, NotYours, EditingClosed and, for authors, what the gate raises.
    """
    if language not in Language.values:
        raise InvalidInput(_("Please choose one of the languages offered."))
    person = lock_person(person)
    comment = lock_comment(comment)
    moderator = _let_pass(comment, person)
    before = comment.language
    if before == language:
        return comment
    comment.language = language
    comment.save(update_fields=["language"])
    if moderator:
        _record("comment.language_set", comment, moderator, before=before, after=language)
    return comment


def check_offered(topic: Topic | None, *, present: int | None = None) -> None:
    """Let a topic pass that authors may choose, none, or the one a comment has. Raises InvalidInput."""
    if topic and topic.pk != present and not topic.is_offered:
        raise InvalidInput(_("Please choose one of the topics offered, or none."))


def _let_pass(comment: Comment, person: Visitor) -> User | None:
    """The moderator who acts, or None for the author. Raises for anybody else."""
    moderator = _moderator(comment, person)
    if moderator is None:
        _check_author(comment, person)
    return moderator


def _moderator(comment: Comment, person: Visitor) -> User | None:
    """The person, if they act on somebody else's comment as a moderator of the task."""
    is_moderator = not comment.is_spoken_by(person) and person.is_authenticated and person.moderates(comment.task_id)
    return person if is_moderator and person.is_authenticated else None


def _check_author(comment: Comment, person: Visitor) -> None:
    enter_discussion(task=comment.task, person=person)
    if not comment.is_spoken_by(person):
        raise NotYours(_("Somebody else wrote this comment; only they and a moderator can change this."))
    if not comment.may_be_edited_by(person):
        raise EditingClosed(_("This comment is not shown, so it cannot be changed."))


def _record(action: str, comment: Comment, moderator: User, *, before: int | str | None, after: int | str | None) -> None:
    record_event(
        action=action,
        actor=moderator,
        role="moderator",
        subject=f"comment:{comment.pk}",
        details={"before": before, "after": after},
    )
