"""What the author of a comment is told at each step towards its answer, and whether it is still true when the mail goes out; and
which officers are reminded.

Mails do not quote: they say what happened, in whose name, by when, and where to read it.
"""

from django.db.models import Q
from django.utils import timezone, translation

from portal.accounts.models import User, UserQuerySet
from portal.answers.models import AnswerRequest, Commitment
from portal.notifications.models import Notification
from portal.notifications.services import drop, notify

ABOUT_DEPARTMENT = "department:"


def is_still_owed(notification: Notification) -> bool:
    """Whether everybody may read the comment that the answer is about."""
    return AnswerRequest.objects.shown().filter(pk=_key(notification)).exists()


def is_still_answered(notification: Notification) -> bool:
    """Whether everybody may read the comment and its answer."""
    return AnswerRequest.objects.shown().answered().filter(pk=_key(notification)).exists()


def is_still_the_answer(notification: Notification) -> bool:
    """The same, and that no other answer was given in its place since."""
    answered = AnswerRequest.objects.shown().answered().filter(pk=_key(notification))
    return answered.filter(answered_at__lte=notification.created_at).exists()


def officers() -> UserQuerySet:
    """Everybody who answers for a department at this moment."""
    may = Q(groups__permissions__codename="reply_officially") | Q(user_permissions__codename="reply_officially")
    people = User.objects.active().filter(department__isnull=False)
    return people.filter(may | Q(is_superuser=True)).distinct()


def is_still_todays(notification: Notification) -> bool:
    """Whether it is still the day of the reminder, and whoever is reminded still answers for that department."""
    if timezone.localdate(notification.created_at) != timezone.localdate():
        return False
    department = int(notification.about.removeprefix(ABOUT_DEPARTMENT))
    return officers().filter(Q(pk=notification.recipient_id), department=department).exists()


def tell(kind: str, request: AnswerRequest, **context: object) -> None:
    """Write one mail to whoever wrote the comment."""
    author = request.comment.author
    with translation.override(author.language):
        words = {
            "task": request.task,
            "department": request.department,
            "due_on": request.due_on,
            **{name: _in_words(value) for name, value in context.items()},
        }
        link = request.get_absolute_url()
    notify(kind=kind, recipient=author, context=words, link=link, about=_about(request))


def tell_answered(request: AnswerRequest) -> None:
    """The same for the answer itself, in place of the mail that any official reply sends to the author."""
    drop(about=f"comment:{request.reply_id}", recipients=[request.comment.author])
    tell("answer_given", request, outcome=request.get_outcome_display, has_commitments=request.commitments.exists())


def tell_decided(commitment: Commitment) -> None:
    """Whether a commitment was kept, and why."""
    is_kept = commitment.state == Commitment.State.KEPT
    context = {"is_kept": is_kept, "promised_on": commitment.due_on, "reason": commitment.reason}
    tell("answer_commitment_decided", commitment.answer_request, sentence=lambda: commitment.sentence, **context)


def _in_words(value: object) -> object:
    """What depends on the reader's language is asked for only once that is known."""
    return value() if callable(value) else value


def _about(request: AnswerRequest) -> str:
    return f"answer:{request.pk}"


def _key(notification: Notification) -> str:
    return notification.about.removeprefix("answer:")
