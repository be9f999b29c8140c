"""Limits hold across threads, end with their window, and leave no rows behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portal.core.errors import TooManyRequests
from portal.core.models import RateCounter
from portal.core.rate_limits import forget_old, given_back, spend

HOUR = timedelta(hours=1)


def test_the_limit_holds_until_the_window_ends(db):
    with time_machine.travel(datetime(2026, 11, 23, 5, 50, tzinfo=UTC), tick=False) as clock:
        for _ in range(3):
            spend(key="comment:1", limit=3, per=HOUR)
        with pytest.raises(TooManyRequests) as refusal:
            spend(key="comment:1", limit=3, per=HOUR)
        spend(key="comment:2", limit=3, per=HOUR)
        clock.shift(timedelta(minutes=10))
        spend(key="comment:1", limit=3, per=HOUR)

    assert refusal.value.retry_after == 600
    assert "10분" in str(refusal.value)


@pytest.mark.django_db(transaction=True)
def test_parallel_uses_are_all_counted():
    def use(_) -> bool:
        try:
            spend(key="vote:1", limit=20, per=HOUR)
        except TooManyRequests:
            return False
        finally:
            connection.close()
        return True

    with time_machine.travel(datetime(2026, 11, 23, 5, 0, tzinfo=UTC), tick=False), ThreadPoolExecutor(15) as threads:
        allowed = sum(threads.map(use, range(50)))

    assert allowed == 20


def test_old_counters_are_forgotten(db):
    RateCounter.objects.create(key="old", window_started_at=timezone.now() - timedelta(days=3), count=1)
    RateCounter.objects.create(key="new", window_started_at=timezone.now(), count=1)

    forget_old(before=timezone.now() - timedelta(days=2))

    assert list(RateCounter.objects.values_list("key", flat=True)) == ["new"]


def test_what_is_given_back_was_limited_and_costs_nothing(db):
    with time_machine.travel(datetime(2026, 11, 23, 5, 0, tzinfo=UTC), tick=False):
        spend(key="comment:1", limit=3, per=HOUR)
        with given_back():
            spend(key="comment:1", limit=3, per=HOUR)
            spend(key="comment:1", limit=3, per=HOUR)
            spend(key="comment:2", limit=3, per=HOUR)
            with pytest.raises(TooManyRequests):
                spend(key="comment:1", limit=3, per=HOUR)
        spend(key="comment:1", limit=3, per=HOUR)

    assert list(RateCounter.objects.values_list("key", "count")) == [("comment:1", 2)]
