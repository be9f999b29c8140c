"""What happens at night happens at night in Seoul, and the operator's page says what it is."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import croniter
from django.conf import settings
from procrastinate.contrib.django import app

from portal.core.jobs import daily_at

SEOUL = ZoneInfo("Asia/Seoul")


def nightly() -> dict[str, str]:
    """The jobs of once a day by name, with their time in Seoul; procrastinate reads cron expressions in UTC."""
    found = {}
    for (name, _id), periodic in app.periodic_registry.periodic_tasks.items():
        if re.fullmatch(r"\d+ \d+ \* \* \*", periodic.cron):
            runs = croniter.croniter(periodic.cron, datetime(2026, 11, 23, tzinfo=ZoneInfo("UTC")))
            found[name.rpartition(".")[2]] = f"{runs.get_next(datetime).astimezone(SEOUL):%H:%M}"
    return found


def test_a_time_in_seoul_is_written_in_utc():
    assert (daily_at(3, 27), daily_at(9, 0), daily_at(23, 59)) == ("27 18 * * *", "0 0 * * *", "59 14 * * *")


def test_nightly_jobs_run_between_three_and_five():
    assert {name: at for name, at in nightly().items() if not "03:00" <= at < "05:00"} == {}


def test_the_operators_page_lists_them():
    page = (settings.BASE_DIR / "docs" / "operations.md").read_text()

    listed = {name: at for at, name in re.findall(r"^\| (\d\d:\d\d) \| `(\w+)`", page, re.MULTILINE)}

    assert listed == nightly()
