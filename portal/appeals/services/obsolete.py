"""Appeals whose decision is taken back before anybody ruled. Whoever calls has locked the comment or the person."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.appeals.models import Appeal, Suspension
from portal.moderation.models import Action, ModerationDecision


def settle_appeals(decisions: Iterable[ModerationDecision]) -> None:
    """Close the open appeals about comments that are shown again: their authors have what they asked for."""
    restored = {decision.comment_id: decision for decision in decisions if decision.action == Action.RESTORE}
    if not restored:
        return
    for appeal in Appeal.objects.open().filter(decision__comment__in=restored).select_related("decision"):
        if appeal.decision:
            decision = restored[appeal.decision.comment_id]
            appeal.state, appeal.ruled_at, appeal.outcome = Appeal.State.REVERSED, decision.created_at, decision
            appeal.save(update_fields=["state", "ruled_at", "outcome"])


def settle_appeal_of(suspension: Suspension) -> None:
    """Close the open appeal against a suspension that is lifted."""
    open_ones = Appeal.objects.open().filter(suspension=suspension)
    open_ones.update(state=Appeal.State.REVERSED, ruled_at=suspension.lifted_at)


def why_not_to_undo(decision: ModerationDecision) -> str:
    """Why a decision is not taken back once somebody appealed against it, or once it followed an appeal; "" otherwise."""
    is_appealed = Appeal.objects.filter(decision=decision).exists() or Appeal.objects.filter(outcome=decision).exists()
    return _("There is an appeal against this decision; it is decided there.") if is_appealed else ""
