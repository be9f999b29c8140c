"""The public count of moderation: it equals the rows, names nobody, and its queries do not grow."""

import csv
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.models import AuditEvent
from portal.moderation import services
from portal.moderation.jobs import count_by_month
from portal.moderation.models import ModerationDecision, Report
from portal.moderation.transparency import last_entries, measures, months_of
from tests.factories import make_citizen, make_comment, make_moderator

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
# The last hour of October in Korea is still October here, although it is three in the afternoon in London.
LATE_OCTOBER = datetime(2026, 10, 31, 14, 30, tzinfo=UTC)


def _counted() -> dict[str, dict]:
    return {measure.name: measure.values for measure in measures()}


@pytest.fixture
def two_months(db) -> None:
    """Three reports and two decisions around the end of October, one of them after midnight in Korea."""
    with time_machine.travel(LATE_OCTOBER, tick=False) as clock:
        moderator = make_moderator(nickname="비밀중재자")
        hidden, kept = make_comment(), make_comment()
        for comment in (hidden, hidden, kept):
            reporter = make_citizen(nickname=f"비밀신고{Report.objects.count()}")
            services.report(comment=comment, reporter=reporter, reason="abuse")
        services.hide(comment=hidden, moderator=moderator, rule="abuse", reason="모욕하는 말이 있습니다.")
        clock.shift(timedelta(hours=5))
        services.keep(comment=kept, moderator=moderator, reason="의견의 범위 안에 있습니다.")


def test_every_number_is_counted_from_the_rows(two_months):
    counted = _counted()

    assert {name: values for name, values in counted.items() if values} == {
        "reports": {OCTOBER: 3},
        "median_hours": {OCTOBER: 0.0, NOVEMBER: 5.0},
        "hidden_abuse": {OCTOBER: 1},
        "kept": {NOVEMBER: 1},
    }
    assert sum(counted["reports"].values()) == Report.objects.count()
    assert counted["median_hours"][NOVEMBER] == median([5.0])


def test_months_run_from_the_first_that_counts_to_this_one(two_months):
    now = datetime(2027, 1, 15, tzinfo=UTC)

    assert months_of(measures(), now=now) == [date(2027, 1, 1), date(2026, 12, 1), NOVEMBER, OCTOBER]


def test_without_rows_there_is_this_month_and_nothing_in_it(db):
    now = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)

    assert months_of(measures(), now=now) == [date(2026, 12, 1)]


def test_the_last_entry_of_each_month_is_published(two_months):
    entries = list(AuditEvent.objects.order_by("number"))

    assert last_entries() == {
        OCTOBER: (entries[-2].number, entries[-2].hash),
        NOVEMBER: (entries[-1].number, entries[-1].hash),
    }


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_shows_the_counts_and_names_nobody(client, two_months, language):
    prefix = "" if language == "ko" else "/en"

    with time_machine.travel(datetime(2026, 11, 24, tzinfo=UTC)):
        page = client.get(prefix + reverse("moderation:transparency").removeprefix("/en")).content.decode()

    assert "2026-11" in page
    assert "2026-10" in page
    assert AuditEvent.objects.order_by("number").last().hash in page
    assert "비밀" not in page


def test_the_file_holds_every_month_in_the_same_numbers(client, two_months):
    with time_machine.travel(datetime(2026, 11, 24, tzinfo=UTC)):
        answer = client.get(reverse("moderation:transparency_file"))

    rows = list(csv.DictReader(answer.content.decode().removeprefix("\ufeff").splitlines()))
    assert [(row["month"], row["reports"], row["hidden_abuse"], row["kept"], row["median_hours"]) for row in rows] == [
        ("2026-11", "0", "0", "1", "5.0"),
        ("2026-10", "3", "1", "0", "0.0"),
    ]


def test_the_queries_do_not_grow_with_the_rows(client, two_months):
    address = reverse("moderation:transparency")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    moderator = make_moderator()
    for _ in range(5):
        services.hide(comment=make_comment(), moderator=moderator, rule="spam", reason="광고입니다.")

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert ModerationDecision.objects.count() == 7
    assert len(many) == len(few)


def test_what_was_counted_this_hour_is_shown_with_its_time_until_it_is_counted_again(client, two_months):
    page, file = reverse("moderation:transparency"), reverse("moderation:transparency_file")
    with time_machine.travel("2026-11-24T10:02:00+09:00", tick=False):
        count_by_month(timestamp=0)
        counted = client.get(file).content
        services.hide(comment=make_comment(), moderator=make_moderator(), rule="spam", reason="광고입니다.")

    with time_machine.travel("2026-11-24T10:59:00+09:00", tick=False):
        shown, kept = client.get(page).content.decode(), client.get(file).content
        count_by_month(timestamp=0)

    assert "10:02" in shown
    assert kept == counted
    assert client.get(file).content != counted
