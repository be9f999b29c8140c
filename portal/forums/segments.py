"""To whom an organiser may write: parts of a forum's people."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from portal.forums.models import Forum, Registration
from portal.forums.states import Segment, State

WHICH = {
    Segment.CONFIRMED: Q(state=State.CONFIRMED),
    # Whoever has not accepted an offered seat yet hears of a move in no other way.
    Segment.WAITING: Q(state__in=[State.WAITLISTED, State.OFFERED]),
    Segment.CHECKED_IN: Q(state=State.CONFIRMED, checked_in_at__isnull=False),
    Segment.ABSENT: Q(state=State.CONFIRMED, checked_in_at__isnull=True),
}


def people_of(forum: Forum, segment: Segment) -> QuerySet[Registration]:
    """The registrations of a part, in order of arrival; without closed accounts and people who left no address."""
    return _reachable(forum).filter(WHICH[segment]).order_by("arrival", "pk")


def belongs(registration_key: int, segment: Segment) -> bool:
    """Whether a registration is in that part at this moment, and its forum announced."""
    rows = Registration.objects.filter(WHICH[segment], pk=registration_key, citizen__is_active=True)
    return rows.exclude(forum__state=Forum.State.DRAFT).exists()


def offered(forum: Forum, now: datetime) -> list[Segment]:
    """The parts that make sense at this moment: before a forum starts nobody is absent."""
    return [segment for segment in Segment if segment != Segment.ABSENT or now >= forum.starts_at]


def counts_of(forum: Forum) -> dict[Segment, int]:
    """How many registrations are in each part; one query."""
    counts = {segment.value: Count("pk", filter=which) for segment, which in WHICH.items()}
    found = _reachable(forum).aggregate(**counts)
    return {segment: found[segment.value] for segment in Segment}


def readers_of(forum: Forum, segment: Segment) -> dict[str, int]:
    """How many people of a part read which language, by its code."""
    rows = people_of(forum, segment).order_by("citizen__language").values_list("citizen__language")
    return dict(rows.annotate(count=Count("pk")))


def _reachable(forum: Forum) -> QuerySet[Registration]:
    return forum.registrations.filter(citizen__is_active=True, anonymised_at__isnull=True)
