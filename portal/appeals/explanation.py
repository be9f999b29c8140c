"""What appeals add to the page that explains the decisions about a comment: each appeal, and how the author can appeal now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.appeals.models import Appeal
from portal.moderation.explanation import Objections
from portal.moderation.models import Action, ModerationDecision, appealable_until


@dataclass(frozen=True)
class AppealWay:
    """What the author can do about the decision that hides the comment now."""

    decision: ModerationDecision
    until: datetime
    appeal: Appeal | None

    @property
    def is_possible(self) -> bool:
        return self.appeal is None and timezone.now() <= self.until


def appeal_to(decision: ModerationDecision) -> Appeal | None:
    """The appeal against a decision; asks nothing if it was read along."""
    return getattr(decision, "appeal", None)


def words_of(decision: ModerationDecision) -> str:
    """How a decision is called that followed a ruling; "" for any other."""
    is_ruling = decision.action == Action.RESTORE and getattr(decision, "follows", None)
    return _("The comment is shown again after an appeal.") if is_ruling else ""


def way_of(decision: ModerationDecision) -> AppealWay:
    """Until when the author may appeal, and the appeal if there is one. One query."""
    return AppealWay(decision, appealable_until(decision.created_at), Appeal.objects.filter(decision=decision).first())


APPEALS_EXPLAINED = Objections(
    related=("appeal", "follows"),
    made_to=appeal_to,
    made_to_template="appeals/_appeal_step.html",
    words=words_of,
    way=way_of,
    way_template="appeals/_appeal_way.html",
)
