"""What the public monthly count of moderation says about appeals and suspensions."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.appeals.models import Appeal, Suspension
from portal.moderation.transparency import Measure, by_month


def measures_of_appeals() -> list[Measure]:
    """How many were made, how they were ruled on, and how many too late. Two queries."""
    group, states = _("Appeals"), Appeal.State
    received = by_month(Appeal.objects.all(), "created_at")["rows"]
    late = Q(ruled_at__gt=F("due_at"))
    ruled = by_month(
        Appeal.objects.all(), "ruled_at", upheld=Q(state=states.UPHELD), reversed=Q(state=states.REVERSED), late=late
    )
    share = {month: round(100 * ruled["reversed"].get(month, 0) / count) for month, count in ruled["rows"].items()}
    return [
        Measure("appeals", _("Appeals received"), group, received),
        Measure("appeals_upheld", _("Decision confirmed"), group, ruled["upheld"]),
        Measure("appeals_reversed", _("Decision reversed"), group, ruled["reversed"]),
        Measure("reversal_percent", _("Reversed, of a hundred rulings"), group, share, absent=None),
        Measure("appeals_late", _("Ruled after the deadline"), group, ruled["late"]),
    ]


def measures_of_suspensions() -> list[Measure]:
    """How many began, and how many were lifted before their time. Two queries."""
    group = _("Suspensions")
    return [
        Measure("suspensions", _("People suspended"), group, by_month(Suspension.objects.all(), "began_at")["rows"]),
        Measure("suspensions_lifted", _("Lifted early"), group, by_month(_lifted_early(), "lifted_at")["rows"]),
    ]


def _lifted_early() -> QuerySet[Suspension]:
    return Suspension.objects.filter(lifted_at__lt=F("ends_at"))
