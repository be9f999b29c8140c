"""Two nodes that start at once both load the plan; one of them finds it loaded."""

import pytest

from portal.plan import services
from portal.plan.models import Task
from tests.at_once import at_once
from tests.plan.plan_files import SMALL_PLAN


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_make_one_plan():
    reports = at_once([lambda: services.load_plan(content=SMALL_PLAN.encode())] * 2)

    assert sorted((len(report.created), len(report.unchanged)) for report in reports) == [(0, 9), (9, 0)]
    assert Task.objects.count() == 2
