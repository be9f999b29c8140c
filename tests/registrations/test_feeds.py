"""The month page, the public feed and the personal one."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from portal.core.personal_data.log_masking import masked
from portal.forum_desk import services as forum_desk_services
from portal.forums.models import Forum
from portal.forums.months import Month
from portal.registrations import services
from portal.registrations.models import CalendarFeed
from portal.registrations.services import feeds
from tests.factories import make_citizen, make_forum
from tests.forums.reading import page, queries
from tests.forums.test_calendar import HOSTILE, strict

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SEOUL)


def make_at(starts_at: datetime, **fields) -> Forum:
    return make_forum(starts_at=starts_at, capacity=fields.pop("capacity", 5), **fields)


def events(text: str) -> dict[str, dict[str, str]]:
    """Each event of a feed by its UID, read by the library."""
    found = Calendar.from_ical(text).walk("VEVENT")
    return {
        str(event["uid"]).partition("@")[0]: {key.lower(): str(event[key]) for key in ("STATUS", "SUMMARY")} for event in found
    }


def address_of(citizen) -> str:
    return reverse("registrations:personal_feed", args=[feeds.open_feed(citizen=citizen)])


@time_machine.travel(at(2026, 11, 26, 9), tick=False)
def test_the_month_shows_its_forums_and_not_those_of_other_months(client):
    inside = make_at(at(2026, 12, 31, 19), title_ko="송년 포럼")
    make_at(at(2027, 2, 1, 10), title_ko="이월 포럼")
    make_at(at(2026, 12, 3, 10), title_ko="초안", state=Forum.State.DRAFT)

    december = page(client, "/forums/calendar/?month=2026-12")
    november = page(client, "/forums/calendar/")

    assert inside.title_ko in december
    assert "이월 포럼" not in december
    assert "초안" not in december
    assert inside.title_ko not in november
    assert 'href="?month=2027-01"' in december


@time_machine.travel(at(2026, 11, 26, 9), tick=False)
def test_a_forum_over_midnight_stands_on_both_days_and_one_that_ends_at_midnight_on_one(client):
    night = make_at(at(2026, 12, 5, 22), ends_at=at(2026, 12, 6, 1))
    evening = make_at(at(2026, 12, 8, 22), ends_at=at(2026, 12, 9, 0))

    text = page(client, "/forums/calendar/?month=2026-12")

    assert text.count(night.title_ko) == 2
    assert text.count(evening.title_ko) == 1


@time_machine.travel(datetime(2026, 11, 30, 15, 30, tzinfo=ZoneInfo("UTC")), tick=False)
def test_which_month_it_is_is_asked_in_the_citys_zone(client):
    assert "2026년 12월" in page(client, "/forums/calendar/")


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "26-12", "2026-1", "٢٠٢٦-١٢", "1999-12", "x", "2026-12-01"])
def test_a_month_that_does_not_exist_is_refused(client, month):
    assert Month.read(month) is None
    assert client.get("/forums/calendar/", {"month": month}).status_code == 400


def test_the_pages_and_feeds_take_no_more_queries_with_more_forums(client):
    citizen = make_citizen()
    private, counts = address_of(citizen), []
    for number in (1, 3):
        for _ in range(number):
            services.register(forum=make_forum(capacity=2), citizen=citizen)
        counts.append([queries(client, url) for url in ("/forums/calendar/", "/forums/feed.ics", private)])

    assert counts[0] == counts[1]


def test_the_public_feed_is_sound_for_a_strict_reader_and_a_second_library_whatever_the_titles(client):
    forums = [make_forum(title_ko=title[:150]) for title in HOSTILE if "\x00" not in title]
    hidden = make_forum(state=Forum.State.DRAFT)
    long_gone = make_at(timezone.now() - timedelta(days=200))

    answer = client.get("/forums/feed.ics")
    text = answer.content.decode()

    lines = strict(text)
    assert [value for name, _, value in lines if name == "METHOD"] == ["PUBLISH"]
    assert [value for name, _, value in lines if name == "TZID"] == ["Asia/Seoul"]
    assert set(events(text)) == {str(forum.uid) for forum in forums}
    assert len(vobject.readOne(text).vevent_list) == len(forums)
    assert str(hidden.uid) not in text
    assert str(long_gone.uid) not in text
    assert "evil@example.org" not in [value for name, _, value in lines if name == "ATTENDEE"]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"


def test_an_empty_feed_is_a_calendar_too(client):
    assert events(client.get("/forums/feed.ics").content.decode()) == {}


def test_the_personal_feed_follows_what_becomes_of_each_registration(client):
    citizen = make_citizen()
    seated = services.register(forum=make_forum(), citizen=citizen)
    full = make_forum(capacity=0)
    waiting = services.register(forum=full, citizen=citizen)
    gone = services.cancel(registration=services.register(forum=make_forum(), citizen=citizen))
    left = services.cancel(registration=services.register(forum=make_forum(capacity=0), citizen=citizen))
    called_off = services.register(forum=make_forum(), citizen=citizen)
    forum_desk_services.call_off(forum=called_off.forum, reason_ko="태풍")
    others = services.register(forum=make_forum(), citizen=make_citizen())

    found = events(client.get(address_of(citizen)).content.decode())

    statuses = {uid: each["status"] for uid, each in found.items()}
    assert statuses == {
        str(seated.uid): "CONFIRMED",
        str(waiting.uid): "TENTATIVE",
        str(gone.uid): "CANCELLED",
        str(called_off.uid): "CANCELLED",
    }
    assert {str(left.uid), str(others.uid)} & set(found) == set()


def test_the_personal_feed_speaks_its_owners_language(client):
    citizen = make_citizen(language="en")
    services.register(forum=make_forum(title_ko="트램", title_en="Tram"), citizen=citizen)

    found = events(client.get(address_of(citizen)).content.decode())

    assert [each["summary"] for each in found.values()] == ["Tram"]


def test_a_new_address_replaces_the_old_one_and_only_its_hash_is_kept(client):
    citizen = make_citizen()
    client.force_login(citizen)
    old = address_of(citizen)

    shown = client.post(reverse("registrations:my_feed")).content.decode()
    new = shown.partition("<code>")[2].partition("</code>")[0]

    assert client.get(old).status_code == 404
    assert client.get(urlsplit(new).path).status_code == 200
    assert CalendarFeed.objects.get().secret_hash not in shown
    assert "<code>" not in page(client, reverse("registrations:my_feed"))


def test_a_stopped_address_and_one_of_a_closed_account_show_nothing(client):
    stopping, closing = make_citizen(), make_citizen()
    client.force_login(stopping)
    stopped, closed = address_of(stopping), address_of(closing)

    client.post(reverse("registrations:close_my_feed"))
    closing.is_active = False
    closing.save(update_fields=["is_active"])

    assert [client.get(each).status_code for each in (stopped, closed)] == [404, 404]


def test_addresses_that_are_keys_do_not_reach_the_log():
    secret = "Zk3" * 14
    lines = [f"/forums/feed/{secret}.ics", f"/en/forums/place/{secret}:{secret}/cancel/", f"/forums/tickets/HM1.1.2.3.{secret}/"]
    lines.append(f"/en/follows/12-0:{secret}/one-click/")

    written = [masked(f'"GET {line} HTTP/1.1" 200') for line in lines]

    assert [secret in line for line in written] == [False] * 4
    assert "/forums/place/***/cancel/" in written[1]
    assert "/follows/***/one-click/" in written[3]
