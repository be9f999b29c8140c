"""Which comments are owed an answer: those with enough agreement, and those that a department takes up by itself."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.answers.deadlines.clock import due_on
from portal.answers.mails import tell
from portal.answers.models import AnswerRequest, AnswerStep, Origin
from portal.answers.services.locking import note_step
from portal.answers.services.refusals import NotOwed, NotShownNow, TakenUpBefore
from portal.core.errors import RuleViolation
from portal.core.jobs import for_each
from portal.discussion.models import Comment, CommentQuerySet
from portal.discussion.services import check_officer, lock_as_stored
from portal.discussion.services.locking import lock_person
from portal.plan.models import Department, Task

AT_ONCE = 200


def take_up_owed(*, now: datetime) -> int:
    """Take up the shown comments with enough agreement that nobody has taken up yet; how many. Each in its own transaction.

    What was voted away again afterwards stays owed.
    """
    return sum(for_each(owed(), lambda comment: _taken_up(comment, now)))


def owed() -> CommentQuerySet:
    """The next comments to be taken up, the oldest first."""
    enough = Comment.objects.shown().filter(agree_count__gte=settings.ANSWER_THRESHOLD)
    return enough.filter(department=None, answer_request__isnull=True).order_by("pk")[:AT_ONCE]


@transaction.atomic
def take_up(*, comment: Comment, officer: User, now: datetime | None = None) -> AnswerRequest:
    """Take a comment up by hand. It goes to the department of its task; where the portal knows none, to the officer's own.

    Raises NotAnOfficer, NotShownNow, NotOwed or TakenUpBefore.
    """
    officer = lock_person(officer)
    check_officer(officer)
    department = department_of(comment.task) or officer.department
    return _take_up(comment, Origin.BY_HAND, department, now or timezone.now(), by=officer)


def department_of(task: Task) -> Department | None:
    """The department that a task names, if the portal knows it by that name."""
    return Department.objects.filter(name_ko=task.department_ko).first() if task.department_ko else None


def _taken_up(comment: Comment, now: datetime) -> bool:
    """Whether this call took it up; it may have been hidden or taken up since it was found."""
    try:
        with transaction.atomic():
            _take_up(comment, Origin.THRESHOLD, department_of(comment.task), now)
    except RuleViolation:
        return False
    return True


def _take_up(
    comment: Comment, origin: str, department: Department | None, now: datetime, *, by: User | None = None
) -> AnswerRequest:
    comment = lock_as_stored(comment)
    if not comment.is_shown:
        raise NotShownNow(_("The comment is not shown at the moment, so it cannot be marked for an answer."))
    if comment.is_official:
        raise NotOwed(_("This is an official reply; only citizens' comments are due an answer."))
    if AnswerRequest.objects.filter(comment=comment).exists():
        raise TakenUpBefore(_("This comment is already due an answer."))
    request = AnswerRequest.objects.create(
        comment=comment,
        task=comment.task,
        department=department,
        origin=origin,
        taken_up_by=by,
        received_at=now,
        due_on=due_on(now),
    )
    note_step(request, AnswerStep.Kind.RECEIVED, now, to_department=department, by=by)
    tell("answer_received", request, is_by_hand=origin == Origin.BY_HAND)
    return request
