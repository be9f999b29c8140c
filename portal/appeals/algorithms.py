"""What the register says of appeals: until when they are taken, by when they are ruled on, and by whom."""

from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.appeals.models import AppealQuerySet
from portal.appeals.services import appeals
from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words, limit_words
from portal.core.rate_limits import Limit


def _formula() -> list[Words]:
    return [
        _("An appeal is taken up to %(days)d days after a decision, once for each decision.")
        % {"days": settings.MODERATION_APPEAL_WINDOW_DAYS},
        _("It is to be ruled on within %(days)d days; the one due first stands first at the desk.")
        % {"days": settings.MODERATION_APPEAL_DAYS},
        _("A moderator who made the decision, or wrote the comment, does not rule on it."),
        limit_words(_("Appeals by one person"), LIMITS["appeal"]),
    ]


LIMITS = {"appeal": Limit(limit=appeals.APPEALS_PER_HOUR, per=timedelta(hours=1))}

ALGORITHMS = (
    Algorithm(
        key="appeals",
        kind=Kind.DEADLINE,
        name=_("Appeals"),
        purpose=_("Every decision can be looked at again, by somebody else, within a time."),
        inputs=_("Day of the decision, day of the appeal, who decided"),
        formula=_formula,
        versions=(Version(1, date(2026, 11, 30), "9601dd6c40d8"),),
        answers_for=Owner.MODERATORS,
        off=_("It cannot be turned off. How many appeals were reversed is public."),
        places=(Place(_("Moderation in numbers"), "moderation:transparency"),),
        code=(appeals.appealable_until, appeals.why_not_to_rule, AppealQuerySet.most_urgent_first, tuple(LIMITS.items())),
        limits=LIMITS,
    ),
)
