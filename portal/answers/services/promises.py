"""Whether what was promised was kept."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.answers.deadlines.clock import has_answer
from portal.answers.mails import tell_decided
from portal.answers.models import AnswerStep, Commitment
from portal.answers.models.requests import LONGEST_REASON
from portal.answers.services.locking import check_department, lock_request, note_commitment, note_step
from portal.answers.services.refusals import DecidedBefore, NotShownNow
from portal.core.text.cleaning import clean_text
from portal.discussion.services.locking import lock_person
from portal.plan.services.changes import Action, value


def keep(*, commitment: Commitment, officer: User, reason: str) -> Commitment:
    """Say that a commitment was kept, and how everybody can see it. Raises as `miss` does."""
    return _decide(commitment, officer, Commitment.State.KEPT, reason)


def miss(*, commitment: Commitment, officer: User, reason: str) -> Commitment:
    """Say that a commitment was not kept, and why.

    Raises UnusableText, NotYourDepartment, NotShownNow or DecidedBefore: it is said once, so that no word of it is turned.
    """
    return _decide(commitment, officer, Commitment.State.NOT_KEPT, reason)


@transaction.atomic
def _decide(commitment: Commitment, officer: User, state: str, reason: str) -> Commitment:
    reason = clean_text(reason, max_length=LONGEST_REASON)
    officer = lock_person(officer)
    request = lock_request(commitment.answer_request)
    check_department(request, officer)
    if not has_answer(request):
        raise NotShownNow(_("The answer is not shown at the moment, so nothing can be said about what it promised."))
    commitment = Commitment.objects.get(pk=commitment.pk)
    commitment.answer_request = request
    if commitment.state != Commitment.State.OPEN:
        raise DecidedBefore(_("The outcome of this commitment has already been published."))
    commitment.state, commitment.reason = state, reason
    commitment.decided_at, commitment.decided_by = timezone.now(), officer
    commitment.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    kind = AnswerStep.Kind.KEPT if state == Commitment.State.KEPT else AnswerStep.Kind.NOT_KEPT
    department = request.department
    note_step(request, kind, commitment.decided_at, commitment=commitment, to_department=department, note=reason, by=officer)
    tell_decided(commitment)
    values = [value("state", Commitment.State.OPEN, str(state))]
    note_commitment(commitment, action=Action.CHANGED, by=officer, values=values)
    return commitment
