"""The page of one forum, for everybody who may look at it, and its calendar file."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from portal.forums.models import AgendaItem
from portal.forums.states import ForumState
from portal.registrations import services
from tests.factories import make_citizen, make_forum, make_task
from tests.forums.reading import MOST_QUERIES, page, queries, signed_in, url_of

pytestmark = pytest.mark.django_db


def test_the_detail_says_when_where_how_to_get_in_and_what_happens(client):
    task = make_task(title_ko="트램 건설")
    forum = make_forum(
        starts_at=timezone.datetime(2030, 12, 1, 14, tzinfo=timezone.get_default_timezone()),
        registration_opens_at=timezone.now(),
        address_ko="서구 둔산로 100",
        description_ko="정거장을 함께 고릅니다.",
        has_sign_language=True,
        capacity=30,
        tasks=[task],
    )
    AgendaItem.objects.create(forum=forum, position=1, starts_at=forum.starts_at, title_ko="발제", speaker_ko="김하늘 연구원")

    shown = page(client, forum.get_absolute_url())

    for words in (
        "2030년 12월 1일(일) 14:00",
        "서구 둔산로 100",
        "정거장을 함께 고릅니다.",
        "수어 통역",
        "발제",
        "김하늘 연구원",
        "트램 건설",
    ):
        assert words in shown
    assert "휠체어" not in shown
    assert shown.count('<form class="registration__actions"') == 0
    assert f"/accounts/login/?next=/forums/{forum.slug}/" in shown


def test_a_draft_does_not_exist_for_the_public(client):
    forum = make_forum(state=ForumState.DRAFT, title_ko="비밀 초안")
    signed_in(client)

    for name in ("forums:forum_detail", "registrations:cancel", "forums:calendar"):
        assert client.get(url_of(name, forum)).status_code == 404
    assert client.post(url_of("registrations:register", forum)).status_code == 404
    assert "비밀 초안" not in page(client, "/forums/")


def test_the_address_of_my_forums_is_no_forum(client):
    signed_in(client)

    assert "내 포럼" in page(client, "/forums/mine/")


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"capacity": 3}, "참가 신청"),
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, "아직 신청 기간이 아닙니다"),
        ({"registration_closes_at": timezone.now() - timedelta(days=1)}, "신청이 마감되었습니다"),
        ({"state": ForumState.CANCELLED}, "취소된 포럼입니다"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "지금 진행 중인 포럼입니다"),
        ({"starts_at": timezone.now() - timedelta(days=1)}, "끝난 포럼입니다"),
    ],
)
def test_one_thing_is_offered_in_each_state(client, fields, title):
    forum = make_forum(**fields)
    signed_in(client)

    shown = page(client, forum.get_absolute_url())

    assert f">{title}</h2>" in shown
    assert shown.count(url_of("registrations:register", forum)) == (2 if title == "참가 신청" else 0)
    assert url_of("registrations:cancel", forum) not in shown


def test_a_full_forum_offers_the_waiting_list_and_says_how_long_it_is(client):
    forum = make_forum(capacity=1)
    for _ in range(6):
        services.register(forum=forum, citizen=make_citizen())
    signed_in(client)

    shown = page(client, forum.get_absolute_url())

    assert "앞에 5명이 기다리고 있습니다" in shown
    assert "대기자 명단에 신청하기" in shown


def test_whoever_is_next_is_told_so(client):
    forum = make_forum(capacity=0)
    citizen = signed_in(client)

    before = page(client, forum.get_absolute_url())
    services.register(forum=forum, citizen=citizen)
    after = page(client, forum.get_absolute_url())

    assert "아직 기다리는 분이 없습니다." in before
    assert "대기자 명단 1번</h2>" in after
    assert "바로 다음 순서입니다." in after


def test_the_detail_shows_a_seat_and_a_place_in_line(client):
    forum = make_forum(capacity=1)
    seated, _, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(3)]

    client.force_login(seated.citizen)
    assert "자리가 확정되었습니다</h2>" in page(client, forum.get_absolute_url())
    client.force_login(waiting.citizen)
    assert "대기자 명단 2번</h2>" in page(client, forum.get_absolute_url())


def test_nobody_sees_who_else_comes(client):
    forum = make_forum(capacity=1)
    people = [services.register(forum=forum, citizen=make_citizen(nickname=name)).citizen for name in ("보문산토끼", "갑천오리")]

    shown = [page(client, url) for url in ("/forums/", forum.get_absolute_url(), url_of("forums:calendar", forum))]
    signed_in(client)
    shown += [page(client, url) for url in ("/forums/", forum.get_absolute_url(), url_of("forums:calendar", forum))]

    for person in people:
        assert not any(person.nickname in text or person.email in text for text in shown)


def test_hostile_words_are_only_words(client):
    hostile = "<script>alert(1)</script>\"'><img src=x>"
    forum = make_forum(
        title_ko=hostile, summary_ko=hostile, venue_ko=hostile, address_ko=hostile, description_ko=hostile, contact=hostile
    )
    AgendaItem.objects.create(forum=forum, position=1, title_ko=hostile, speaker_ko=hostile)
    citizen = signed_in(client)
    services.register(forum=forum, citizen=citizen)

    for url in ("/forums/", forum.get_absolute_url(), url_of("registrations:cancel", forum), "/forums/mine/"):
        shown = page(client, url)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_the_detail_takes_the_same_number_of_queries_for_few_and_for_many(client):
    forum, counted = make_forum(capacity=2), []
    signed_in(client)
    for wanted in (1, 4):
        while forum.tasks.count() < wanted:
            task = make_task()
            forum.tasks.add(task)
            AgendaItem.objects.create(forum=forum, position=task.number, title_ko="순서")
            services.register(forum=forum, citizen=make_citizen())
        counted.append(queries(client, forum.get_absolute_url()))

    assert counted[0] == counted[1] <= MOST_QUERIES


def test_anybody_can_put_a_forum_into_their_calendar(client):
    forum = make_forum()

    response = client.get(url_of("forums:calendar", forum))

    calendar = Calendar.from_ical(response.content)
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert response["Content-Disposition"] == f'attachment; filename="{forum.slug}.ics"'
    assert calendar["METHOD"] == "PUBLISH"
    assert [event["UID"] for event in calendar.walk("VEVENT")] == [f"{forum.uid}@127.0.0.1"]


def test_whoever_has_a_seat_gets_the_entry_of_their_invitation(client):
    forum, citizen = make_forum(), signed_in(client)
    registration = services.register(forum=forum, citizen=citizen)

    (event,) = Calendar.from_ical(client.get(url_of("forums:calendar", forum)).content).walk("VEVENT")

    assert event["UID"] == f"{registration.uid}@127.0.0.1"
