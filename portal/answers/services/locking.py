"""The request as it is now, held until the transaction ends; its comment is held before it (docs/architecture.md, 5)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.answers.deadlines.clock import has_answer
from portal.answers.models import AnswerRequest, AnswerStep, Commitment
from portal.answers.services.refusals import AnsweredBefore, NotShownNow, NotYourDepartment
from portal.discussion.services import lock_as_stored
from portal.plan.models import Department, TaskChange
from portal.plan.services.changes import Kind, note


def lock_request(request: AnswerRequest) -> AnswerRequest:
    """The request and its comment as their rows say. Raises NotShownNow where the comment is not shown."""
    if not lock_as_stored(request.comment).is_shown:
        raise NotShownNow(_("The comment is not shown at the moment, so nothing can be done about its answer."))
    requests = AnswerRequest.objects.with_all_that_is_shown().select_for_update(of=("self",), no_key=True)
    return requests.get(pk=request.pk)


def check_department(request: AnswerRequest, officer: User) -> Department:
    """Let pass who answers for the department that owes the answer, which is handed out. Raises NotYourDepartment."""
    if request.department is None or not request.is_handled_by(officer):
        raise NotYourDepartment(_("Only an officer of the department responsible for this answer can do this."))
    return request.department


def check_unanswered(request: AnswerRequest) -> None:
    """Raises AnsweredBefore where there is an answer that everybody may read."""
    if has_answer(request):
        raise AnsweredBefore(_("This comment already has its answer. An officer of the department can still change the answer."))


def note_commitment(
    commitment: Commitment, *, action: TaskChange.Action, by: User, values: list[dict[str, Any]], reason: str = ""
) -> None:
    """Put a commitment into the history of its task, and so into the message that followers get; last in the transaction.

    Without its sentence: the history is never changed, and an answer may be taken away.
    """
    task = commitment.answer_request.task
    note(task=task, kind=Kind.COMMITMENT, action=action, by=by, row=commitment.pk, values=values, reason=(reason, ""))


def note_step(request: AnswerRequest, kind: str, at: datetime, **fields: Any) -> AnswerStep:
    """Add one step; whatever changed is saved before."""
    return AnswerStep.objects.create(answer_request=request, kind=kind, happened_at=at, **fields)
