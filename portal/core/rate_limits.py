"""Limits that hold across every process, counted in PostgreSQL."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import TypedDict

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import ngettext

from portal.core.errors import TooManyRequests
from portal.core.models import RateCounter

# ON CONFLICT makes counting one atomic step: two requests never read the same number (PostgreSQL manual, INSERT).
COUNT_ONE = """
    INSERT INTO core_ratecounter (key, window_started_at, count) VALUES (%s, %s, 1)
    ON CONFLICT (key, window_started_at) DO UPDATE SET count = core_ratecounter.count + 1
    RETURNING count
"""
SECONDS_IN_A_MINUTE = 60
# Beyond it, hours are easier to read.
LONGEST_IN_MINUTES = 90
# What is spent inside of `given_back`, by key and window; None outside of it.
_borrowed: ContextVar[Counter[tuple[str, datetime]] | None] = ContextVar("_borrowed", default=None)
# The longest wait that was stated since `forget_wait`, in seconds.
_stated_wait: ContextVar[int] = ContextVar("_stated_wait", default=0)


class Limit(TypedDict):
    """How often something may be done; `spend(key=…, **COMMENTS)`."""

    limit: int
    per: timedelta


def spend(*, key: str, limit: int, per: timedelta) -> None:
    """Count one more use of `key`; at most `limit` in each window of length `per`. Raises TooManyRequests: see `spend_all`."""
    spend_all({key: Limit(limit=limit, per=per)})


def spend_all(uses: Mapping[str, Limit]) -> None:
    """Count one more use of each key under its limit.

    Windows are fixed (they start at multiples of `per` since 1970), which is coarse but one row. What is refused counts nowhere,
    and inside a transaction that rolls back the uses are given back too. Raises TooManyRequests with the seconds until the last
    of the windows that are full has ended: whoever waits that long is let through.
    """
    now = int(timezone.now().timestamp())
    with transaction.atomic():
        wait = max((_count(key, limit, now) for key, limit in uses.items()), default=0)
        if wait:
            _stated_wait.set(max(wait, _stated_wait.get()))
            raise TooManyRequests(_words(wait), retry_after=wait)
    borrowed = _borrowed.get()
    if borrowed is not None:
        borrowed.update((key, _window(limit, now)) for key, limit in uses.items())


def _count(key: str, limit: Limit, now: int) -> int:
    """The seconds to wait for the next window; 0 if there was room in this one."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE, [key, _window(limit, now)])
        (count,) = cursor.fetchone()
    seconds = int(limit["per"].total_seconds())
    return seconds - now % seconds if count > limit["limit"] else 0


def _window(limit: Limit, now: int) -> datetime:
    """When the window began."""
    return datetime.fromtimestamp(now - now % int(limit["per"].total_seconds()), tz=UTC)


def forget_wait() -> None:
    """A new request begins."""
    _stated_wait.set(0)


def stated_wait() -> int:
    """Seconds that the person was asked to wait during this request; 0 if nothing was refused by a limit."""
    return _stated_wait.get()


@contextmanager
def given_back() -> Iterator[None]:
    """Hold every limit inside of this block, and give back at its end what was spent in it; other people's uses stay counted.

    For writing down at once what happened over many days. If the block fails, nothing is given back.
    """
    borrowed: Counter[tuple[str, datetime]] = Counter()
    token = _borrowed.set(borrowed)
    try:
        yield
    finally:
        _borrowed.reset(token)
    for (key, started_at), times in borrowed.items():
        counter = RateCounter.objects.filter(key=key, window_started_at=started_at)
        counter.filter(count__lte=times).delete()
        counter.update(count=F("count") - times)


def forget_old(*, before: datetime) -> int:
    """Delete the counters of windows that started before; how many went."""
    return RateCounter.objects.filter(window_started_at__lt=before).delete()[0]


def _words(wait: int) -> str:
    """How long to wait, never shorter than it is: in seconds, minutes or hours."""
    if wait < SECONDS_IN_A_MINUTE:
        return ngettext(
            "Too many attempts in a short time. Please try again in %(seconds)d second.",
            "Too many attempts in a short time. Please try again in %(seconds)d seconds.",
            wait,
        ) % {"seconds": wait}
    minutes = math.ceil(wait / SECONDS_IN_A_MINUTE)
    if minutes <= LONGEST_IN_MINUTES:
        return ngettext(
            "Too many attempts in a short time. Please try again in %(minutes)d minute.",
            "Too many attempts in a short time. Please try again in %(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}
    hours = math.ceil(minutes / 60)
    return ngettext(
        "Too many attempts in a short time. Please try again in %(hours)d hour.",
        "Too many attempts in a short time. Please try again in %(hours)d hours.",
        hours,
    ) % {"hours": hours}
