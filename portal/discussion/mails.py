"""What the discussion tells people by mail, and whether it is still true when the mail goes out."""

from collections.abc import Iterable

from django.utils import translation

from portal.accounts.models import User
from portal.discussion.models import Comment
from portal.notifications.models import Notification, State
from portal.notifications.services import notify


def is_still_shown(notification: Notification) -> bool:
    """Whether everybody may read the comment that the message is about."""
    return Comment.objects.shown().filter(pk=notification.about.removeprefix("comment:")).exists()


def tell_whom_it_answers(reply: Comment) -> None:
    """Write to whoever was answered, if it is somebody else; a root answers nobody."""
    answered = reply.answered or reply.parent
    if answered and _person(answered) != _person(reply):
        _tell("comment_replied", answered.author, reply)


def tell_if_nobody_did(reply: Comment) -> None:
    """Do the same for a reply that everybody can read from now on, unless a mail about it went out before or is on its way."""
    about = Notification.objects.filter(about=_about(reply)).exclude(state=State.SUPPRESSED)
    answered = reply.answered or reply.parent
    if answered and not (reply.is_official or about.filter(recipient=answered.author_id).exists()):
        tell_whom_it_answers(reply)


def tell_officially_answered(reply: Comment, answered: Iterable[Comment]) -> None:
    """Write once to each author of these comments that the city has answered."""
    told = {_person(reply)}
    for comment in answered:
        if _person(comment) not in told:
            told.add(_person(comment))
            _tell("comment_officially_answered", comment.author, reply)


def _tell(kind: str, reader: User, reply: Comment) -> None:
    with translation.override(reader.language):
        link = reply.get_absolute_url()
    context = {"task": reply.task, "department": reply.department}
    notify(kind=kind, recipient=reader, context=context, link=link, about=_about(reply))


def _about(comment: Comment) -> str:
    return f"comment:{comment.pk}"


def _person(comment: Comment) -> str | int:
    """The author as a verified person, whichever account they use."""
    return comment.person_key or comment.author_id
