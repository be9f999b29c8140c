"""Limits that hold across every process, counted in PostgreSQL."""

from collections import Counter
from collections.abc import Iterator
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
# What is spent inside of `given_back`, by key and window; None outside of it.
_borrowed: ContextVar[Counter[tuple[str, datetime]] | None] = ContextVar("_borrowed", default=None)


class Limit(TypedDict):
    """How often something may be done; `spend(key=…, **COMMENTS)`."""

    limit: int
    per: timedelta


def spend(*, key: str, limit: int, per: timedelta) -> None:
    """Count one more use of `key`; at most `limit` in each window of length `per`.

    Windows are fixed (they start at multiples of `per` since 1970), which is coarse but one row. Inside a transaction that rolls
    back, the use is given back too. Raises TooManyRequests with the seconds until the next window.
    """
    seconds = int(per.total_seconds())
    now = int(timezone.now().timestamp())
    started_at = datetime.fromtimestamp(now - now % seconds, tz=UTC)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COUNT_ONE, [key, started_at])
        (count,) = cursor.fetchone()
    borrowed = _borrowed.get()
    if borrowed is not None:
        borrowed[key, started_at] += 1
    if count > limit:
        wait = seconds - now % seconds
        raise TooManyRequests(_words(wait), retry_after=wait)


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
    minutes = max(1, round(wait / 60))
    return ngettext(
        "That was too often in a short time. Please try again in %(minutes)d minute.",
        "That was too often in a short time. Please try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
