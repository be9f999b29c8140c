"""What a department does with a request before it answers. Nothing of this moves the day on which the answer is due."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.answers.mails import tell
from portal.answers.models import AnswerRequest, AnswerStep, InternalNote, State
from portal.answers.models.requests import LONGEST_REASON
from portal.answers.services.locking import check_department, check_unanswered, lock_request, note_step
from portal.answers.services.refusals import InReviewBefore, NotYourDepartment, SameDepartment
from portal.core.text.cleaning import clean_text
from portal.discussion.services.locking import lock_person
from portal.plan.models import Department


@transaction.atomic
def start_review(*, request: AnswerRequest, officer: User) -> AnswerRequest:
    """Say that the department is looking into it. Raises NotYourDepartment, NotShownNow, AnsweredBefore or InReviewBefore."""
    officer = lock_person(officer)
    request = lock_request(request)
    check_department(request, officer)
    check_unanswered(request)
    if request.state != State.RECEIVED:
        raise InReviewBefore(_("The review of this comment has begun already."))
    request.state = State.IN_REVIEW
    request.save(update_fields=["state"])
    note_step(request, AnswerStep.Kind.IN_REVIEW, timezone.now(), to_department=request.department, by=officer)
    tell("answer_in_review", request)
    return request


@transaction.atomic
def hand_over(
    *, request: AnswerRequest, officer: User, department: Department, note: str, is_note_public: bool = False
) -> AnswerRequest:
    """Give the request to the department that has to answer it, with a note; it begins anew there, its clock runs on.

    Raises UnusableText, NotYourDepartment, NotShownNow, AnsweredBefore or SameDepartment.
    """
    note = clean_text(note, max_length=LONGEST_REASON)
    officer = lock_person(officer)
    request = lock_request(request)
    if not request.may_be_handed_over_by(officer):
        raise NotYourDepartment(_("Only an officer of the department responsible for this answer can transfer it."))
    check_unanswered(request)
    if request.department_id == department.pk:
        raise SameDepartment(_("This department already has the request. Please choose another one."))
    before = request.department
    _put_with(request, department)
    note_step(
        request,
        AnswerStep.Kind.HANDED_OVER,
        timezone.now(),
        from_department=before,
        to_department=department,
        note=note,
        is_note_public=is_note_public,
        by=officer,
    )
    tell("answer_handed_over", request, before=before)
    return request


@transaction.atomic
def add_note(*, request: AnswerRequest, officer: User, text: str) -> InternalNote:
    """Leave a note for colleagues; it never leaves the desk. Raises UnusableText, NotYourDepartment or NotShownNow."""
    text = clean_text(text, max_length=LONGEST_REASON)
    officer = lock_person(officer)
    request = lock_request(request)
    department = check_department(request, officer)
    return InternalNote.objects.create(
        answer_request=request, author=officer, department=department, text=text, written_at=timezone.now()
    )


def _put_with(request: AnswerRequest, department: Department) -> None:
    """The new department has not begun. An answer that was withdrawn stays in the steps and stays withdrawn."""
    request.department = department
    if request.state == State.IN_REVIEW:
        request.state = State.RECEIVED
    request.save(update_fields=["department", "state"])
