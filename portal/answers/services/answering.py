"""The answer itself: an official reply, what the department makes of the comment and why, and what it promises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.answers.mails import tell_answered
from portal.answers.models import AnswerRequest, AnswerStep, Commitment, Outcome, State
from portal.answers.models.commitments import LONGEST_SENTENCE
from portal.answers.models.requests import LONGEST_REASON
from portal.answers.services.locking import check_department, check_unanswered, lock_request, note_commitment, note_step
from portal.core.errors import InvalidInput
from portal.core.text.cleaning import clean_line, clean_text
from portal.core.text.days import BETWEEN, is_sane
from portal.discussion.models import Comment
from portal.discussion.services import reply_officially
from portal.plan.services.changes import Action, value
from portal.plan.services.editing import lock_task
from portal.progress.models import Milestone


@dataclass(frozen=True)
class Promise:
    """What a commitment says, in Korean and, if somebody wrote it, in English; by when; and for which milestone, if for any."""

    sentence_ko: str
    due_on: date
    sentence_en: str = ""
    milestone: Milestone | None = None


@transaction.atomic
def answer(
    *,
    request: AnswerRequest,
    officer: User,
    body: str,
    outcome: str,
    reason: str,
    promises: Iterable[Promise] = (),
    form_key: UUID | None = None,
) -> AnswerRequest:
    """Answer in the name of the officer's department, all of it or nothing. The author is told once, by one mail.

    An answer that was withdrawn or hidden since may be given anew. The same form sent twice answers once. A closed discussion
    takes the answer too. Raises what `reply_officially` raises but DiscussionClosed, and UnusableText, InvalidInput,
    NotYourDepartment, NotShownNow or AnsweredBefore.
    """
    reason = clean_text(reason, max_length=LONGEST_REASON)
    promises = [_checked(promise, timezone.localdate()) for promise in promises]
    if outcome not in Outcome.values:
        raise InvalidInput(_("Please choose whether the comment is accepted."))
    # First of all, since it holds the person, then the comments; whatever is refused below takes it back.
    reply = reply_officially(comment=request.comment, officer=officer, body=body, form_key=form_key, is_owed=True)
    request = lock_request(request)
    if request.reply_id == reply.pk:
        return request
    check_department(request, reply.author)
    check_unanswered(request)
    _hold_milestones(request, promises)
    answered_at = _write(request, reply, outcome, reason)
    made = [_make(request, promise, answered_at) for promise in promises]
    tell_answered(request)
    for commitment in made:
        note_commitment(commitment, action=Action.ADDED, by=reply.author, values=[value("due_on", None, commitment.due_on)])
    return request


def _hold_milestones(request: AnswerRequest, promises: list[Promise]) -> None:
    """Whoever takes a milestone of the task away holds the task, too, and so waits or was first. Raises InvalidInput."""
    keys = {promise.milestone.pk for promise in promises if promise.milestone}
    if keys:
        lock_task(request.task)
        if Milestone.objects.filter(pk__in=keys).count() < len(keys):
            raise InvalidInput(_("This milestone was removed in the meantime. Please choose another one, or none."))


def _make(request: AnswerRequest, promise: Promise, at: datetime) -> Commitment:
    if promise.milestone and promise.milestone.task_id != request.task_id:
        raise InvalidInput(_("This milestone belongs to another task. Please choose one of this task's."))
    return Commitment.objects.create(answer_request=request, made_at=at, **vars(promise))


def _write(request: AnswerRequest, reply: Comment, outcome: str, reason: str) -> datetime:
    """Since when it is answered."""
    request.state, request.outcome, request.reason = State.ANSWERED, outcome, reason
    # The same words said a moment before the comment was taken up are that reply, and answer nothing sooner than it was asked.
    at = max(reply.created_at, request.received_at)
    request.reply, request.answered_at = reply, at
    request.save(update_fields=["state", "outcome", "reason", "reply", "answered_at"])
    department = request.department
    note_step(
        request,
        AnswerStep.Kind.ANSWERED,
        at,
        to_department=department,
        outcome=outcome,
        note=reason,
        by=reply.author,
    )
    return at


def _checked(promise: Promise, today: date) -> Promise:
    """The promise as it is kept. Raises UnusableText or InvalidInput."""
    if promise.due_on <= today:
        raise InvalidInput(_("The date of a commitment must be in the future."))
    if not is_sane(promise.due_on):
        raise InvalidInput(str(BETWEEN))
    return Promise(
        sentence_ko=clean_line(promise.sentence_ko, max_length=LONGEST_SENTENCE),
        sentence_en=clean_line(promise.sentence_en, max_length=LONGEST_SENTENCE, min_length=0),
        due_on=promise.due_on,
        milestone=promise.milestone,
    )
