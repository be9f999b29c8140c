"""Two nodes that start at once both load the plan; one of them finds it loaded."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from portal.policy import services
from portal.policy.models import Task
from portal.policy.services import loading
from tests.policy.plan_files import SMALL_PLAN


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_make_one_plan():
    start, counts = Barrier(2), []

    def run() -> None:
        start.wait()
        report = services.load_plan(content=SMALL_PLAN.encode())
        counts.append((len(report.created), len(report.unchanged)))
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [(0, 9), (9, 0)]
    assert Task.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_of_them_breaks(without_lock_on, monkeypatch):
    without_lock_on()
    monkeypatch.setattr(loading, "_wait_for_other_loads", lambda: None)

    with pytest.raises(AssertionError):
        test_two_loads_at_once_make_one_plan()
