"""Who of a parallel run's workers does what: each file as a whole, the long ones first, so that all workers end together."""

from collections import Counter

import pytest
from xdist.scheduler import LoadFileScheduling


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the files that say how long they take first, then those with many tests. Alone, a process goes by their names."""
    if not hasattr(config, "workerinput"):
        return
    seconds, tests = Counter(), Counter(item.path for item in items)
    for item in items:
        if marker := item.get_closest_marker("long"):
            seconds[item.path] = marker.kwargs["seconds"]
    items.sort(key=lambda item: (-seconds[item.path], -tests[item.path], item.path))


def pytest_xdist_make_scheduler(config: pytest.Config, log) -> LoadFileScheduling:
    """File by file in the order of the tests, as they were sorted above."""
    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)
