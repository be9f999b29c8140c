"""To whom an organiser may write: parts of a forum's people."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from portal.forum_desk.models import Audience
from portal.forums.models import Forum
from portal.registrations.models import Registration
from portal.registrations.states import State

WHICH = {
    Audience.CONFIRMED: Q(state=State.CONFIRMED),
    # Whoever has not accepted an offered seat yet hears of a move in no other way.
    Audience.WAITING: Q(state__in=[State.WAITLISTED, State.OFFERED]),
    Audience.CHECKED_IN: Q(state=State.CONFIRMED, checked_in_at__isnull=False),
    Audience.ABSENT: Q(state=State.CONFIRMED, checked_in_at__isnull=True),
}


def people_of(forum: Forum, audience: Audience) -> QuerySet[Registration]:
    """The registrations of a part, in order of arrival; without closed accounts and people who left no address."""
    return _reachable(forum).filter(WHICH[audience]).order_by("arrival", "pk")


def belongs(registration_key: int, audience: Audience) -> bool:
    """Whether a registration is in that part at this moment, and its forum announced."""
    rows = Registration.objects.filter(WHICH[audience], pk=registration_key, citizen__is_active=True)
    return rows.exclude(forum__state=Forum.State.DRAFT).exists()


def offered(forum: Forum, now: datetime) -> list[Audience]:
    """The parts that make sense at this moment: before a forum starts nobody is absent."""
    return [audience for audience in Audience if audience != Audience.ABSENT or now >= forum.starts_at]


def counts_of(forum: Forum) -> dict[Audience, int]:
    """How many registrations are in each part; one query."""
    counts = {audience.value: Count("pk", filter=which) for audience, which in WHICH.items()}
    found = _reachable(forum).aggregate(**counts)
    return {audience: found[audience.value] for audience in Audience}


def readers_of(forum: Forum, audience: Audience) -> dict[str, int]:
    """How many people of a part read which language, by its code."""
    rows = people_of(forum, audience).order_by("citizen__language").values_list("citizen__language")
    return dict(rows.annotate(count=Count("pk")))


def _reachable(forum: Forum) -> QuerySet[Registration]:
    return forum.registrations.filter(citizen__is_active=True, anonymised_at__isnull=True)
