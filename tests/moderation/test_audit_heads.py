"""The head of the audit log is noted, mailed and published once a day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine as clock
from django.utils import timezone

from portal.core.audit_log import latest_head
from portal.core.models import AuditHead
from portal.moderation.jobs import publish_head
from portal.notifications.models import Notification
from tests.at_once import at_once
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 12, 1, tzinfo=ZoneInfo("Asia/Seoul"))
PAGE = "/transparency/audit/"


def mails() -> list[tuple[str, str]]:
    return list(Notification.objects.filter(kind="audit_head").order_by("pk").values_list("address", "body"))


def test_each_witness_gets_one_mail_a_day_in_both_languages(settings, time_machine):
    settings.AUDIT_WITNESSES = ["council@example.org", "press@example.org"]
    make_moderator()
    for moment in (MIDNIGHT, MIDNIGHT + timedelta(minutes=10), MIDNIGHT + timedelta(hours=23)):
        time_machine.move_to(moment, tick=False)
        publish_head(timestamp=0)

    (first, body), (second, _body) = mails()
    head = AuditHead.objects.get()
    assert (first, second, str(head)) == ("council@example.org", "press@example.org", f"2026-12-01 {latest_head()}")
    assert str(head) in body.splitlines()
    assert ("보관해" in body, "Please keep this mail" in body, "/transparency/audit/" in body) == (True, True, True)


def test_a_worker_that_was_down_does_it_when_it_is_back_and_no_day_is_made_up(settings, time_machine):
    settings.AUDIT_WITNESSES = ["council@example.org"]
    for days, hours in ((0, 0), (1, 23), (4, 9)):
        time_machine.move_to(MIDNIGHT + timedelta(days=days, hours=hours), tick=False)
        publish_head(timestamp=0)

    assert [f"{day:%d}" for day in AuditHead.objects.order_by("day").values_list("day", flat=True)] == ["01", "02", "05"]
    assert len(mails()) == 3


def test_without_witnesses_it_is_noted_and_published_all_the_same(client):
    publish_head(timestamp=0)

    assert (AuditHead.objects.count(), mails()) == (1, [])
    assert latest_head().hash in client.get(PAGE).content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_workers_do_it_once(settings):
    settings.AUDIT_WITNESSES = ["council@example.org"]
    with clock.travel(MIDNIGHT, tick=False):
        at_once([lambda: publish_head(timestamp=0) for _ in range(6)])

    assert (AuditHead.objects.count(), len(mails())) == (1, 1)


def note_days(last: int, first: int = 1) -> list[AuditHead]:
    return AuditHead.objects.bulk_create(
        AuditHead(day=(MIDNIGHT + timedelta(days=day)).date(), number=day, hash=f"{day:064x}", count=1, noted_at=timezone.now())
        for day in range(first, last + 1)
    )


@pytest.mark.parametrize(("address", "words"), [(PAGE, "업무 기록"), (f"/en{PAGE}", "What this is good for")])
def test_the_page_shows_the_newest_first_and_says_what_they_are_good_for(client, address, words):
    heads = note_days(61)

    first, second = client.get(address), client.get(address, {"page": 2})

    assert (first.context["heads"], second.context["heads"]) == (heads[:0:-1], heads[:1])
    assert words in first.content.decode()
    assert f'href="{address}heads.txt"' in first.content.decode()


def test_the_page_takes_as_many_queries_for_one_day_as_for_three(client, django_assert_num_queries):
    for first, last in ((1, 1), (2, 3)):
        note_days(last, first)
        with django_assert_num_queries(2):
            client.get(PAGE)


def test_the_page_of_a_portal_that_has_just_begun(client):
    assert "No head has been recorded yet." in client.get(f"/en{PAGE}").content.decode()


def test_the_file_is_what_the_command_reads(client, tmp_path):
    heads = note_days(3)

    response = client.get(f"{PAGE}heads.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [str(head) for head in heads]


def test_the_numbers_of_moderation_lead_there(client):
    assert f'href="{PAGE}"' in client.get("/transparency/").content.decode()
