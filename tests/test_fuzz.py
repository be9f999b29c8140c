"""Nothing that anybody can send gives a 5xx, a traceback, half a change or a long wait. `make fuzz` sends ten times as much."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.fuzz.run import Range, Report
from tests.fuzz.world import City, make_city

pytestmark = [pytest.mark.django_db, pytest.mark.long(seconds=75)]
MONDAY = datetime(2026, 10, 5, 0, 0, tzinfo=UTC)
SEED, ONLY = int(os.environ.get("FUZZ_SEED", "11")), os.environ.get("FUZZ_ONLY", "")
FIRST, REQUESTS = int(os.environ.get("FUZZ_FIRST", "0")), int(os.environ.get("FUZZ_REQUESTS", "2000"))


@pytest.fixture
def city(time_machine, settings, tmp_path) -> Iterator[City]:
    """On a day that stands still, with its mail in files and what it stores in a folder of its own."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    time_machine.move_to(MONDAY, tick=False)
    return make_city(time_machine)


def test_no_request_breaks_the_portal(city, capsys):
    def tell(report: Report) -> None:
        with capsys.disabled():
            print(f"\n{report}", flush=True)  # noqa: T201

    numbers = [int(ONLY)] if ONLY else range(FIRST, FIRST + REQUESTS)
    report = Range(city, SEED).run(numbers, tell=tell if "FUZZ_REQUESTS" in os.environ else str)

    if "FUZZ_REQUESTS" in os.environ:
        tell(report)
    assert report.failures == {}, str(report)
    assert ONLY or (report.sent > REQUESTS * 0.9 and {200, 302, 400, 404, 422} <= report.statuses.keys())
