"""Who took part, counted from all rows once an hour: nobody types these numbers.

A worker keeps the count in the cache. Where none did for two hours, the next visit counts and keeps it, so that a page never
waits for a worker and never counts twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from portal.accounts.models import IdentityVerification
from portal.answers.models import Commitment
from portal.answers.rates import rates
from portal.discussion.models import Comment, Vote

COUNTED = "pages.participation"
KEPT_SECONDS = 2 * 3_600
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Participation:
    """Citizens are verified people who wrote a comment or voted; comments are theirs, as far as everybody may read them.

    Of the answers whose time is over or that were given, `in_time` of `ended` were in time; percent is None while there are none.
    """

    people: int
    people_this_week: int
    comments: int
    comments_this_week: int
    in_time: int
    ended: int
    percent_in_time: int | None
    promises: int
    promises_kept: int
    promises_late: int
    people_by_district: dict[str, int]
    counted_at: datetime


def latest_count(now: datetime) -> Participation:
    """What was counted last."""
    return cache.get(COUNTED) or keep_count(now)


def keep_count(now: datetime) -> Participation:
    """Count everything and keep it."""
    counted = _count(now)
    cache.set(COUNTED, counted, KEPT_SECONDS)
    return counted


def _count(now: datetime) -> Participation:
    people, since = _people_by_district(None), now - A_WEEK
    comments = Comment.objects.shown().filter(department=None)
    of_all = rates(timezone.localdate(now))[1]
    promises = _promises(now)
    return Participation(
        people=sum(people.values()),
        people_this_week=sum(_people_by_district(since).values()),
        comments=comments.count(),
        comments_this_week=comments.filter(created_at__gt=since).count(),
        in_time=of_all.in_time,
        ended=of_all.in_time + of_all.late,
        percent_in_time=of_all.percent_in_time,
        promises=promises["all"],
        promises_kept=promises["kept"],
        promises_late=promises["late"],
        people_by_district=people,
        counted_at=now,
    )


def _people_by_district(since: datetime | None) -> dict[str, int]:
    """How many people of each district wrote or voted, at all or since a moment."""
    wrote = Comment.objects.shown().filter(department=None).exclude(person_key="")
    voted = Vote.objects.all()
    if since:
        wrote, voted = wrote.filter(created_at__gt=since), voted.filter(voted_at__gt=since)
    took_part = Q(pk__in=wrote.values("person_key")) | Q(pk__in=voted.values("person_key"))
    counted = IdentityVerification.objects.filter(took_part).values_list("district").annotate(Count("pk"))
    return dict(counted.order_by("district"))


def _promises(now: datetime) -> dict[str, int]:
    state, late = Commitment.State, Q(due_on__lt=timezone.localdate(now))
    return Commitment.objects.shown().aggregate(
        all=Count("pk"),
        kept=Count("pk", filter=Q(state=state.KEPT)),
        late=Count("pk", filter=Q(state=state.NOT_KEPT) | (Q(state=state.OPEN) & late)),
    )
