"""What the public monthly count of moderation says about temporary blocks."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.moderation.transparency import Measure, by_month
from portal.takedowns.models import Takedown


def measures_of_takedowns() -> list[Measure]:
    """How many were requested, what was decided, and how blocks ended. Four queries."""
    group, states = _("Temporary blocks at somebody's request"), Takedown.State
    requested = by_month(Takedown.objects.all(), "confirmed_at")["rows"]
    decided = by_month(
        Takedown.objects.all(), "decided_at", blocked=Q(blocked_from__isnull=False), refused=Q(state=states.REFUSED)
    )
    objected = by_month(Takedown.objects.all(), "objected_at")["rows"]
    ended = by_month(
        Takedown.objects.all(),
        "ended_at",
        **{state.value: Q(state=state) for state in (states.LAPSED, states.LIFTED, states.REMOVED)},
    )
    return [
        Measure("takedowns", _("Requests"), group, requested),
        Measure("takedowns_blocked", _("Blocked"), group, decided["blocked"]),
        Measure("takedowns_refused", _("Refused"), group, decided["refused"]),
        Measure("takedowns_objected", _("Authors who objected"), group, objected),
        Measure("takedowns_lapsed", _("Restored: the time limit passed"), group, ended[states.LAPSED]),
        Measure("takedowns_lifted", _("Visible again by decision"), group, ended[states.LIFTED]),
        Measure("takedowns_removed", _("Hidden permanently by decision"), group, ended[states.REMOVED]),
    ]
