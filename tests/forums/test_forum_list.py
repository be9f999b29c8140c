"""The list of forums: what is to come, what is over, by task, and how many seats are left."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.registrations import services
from tests.factories import make_citizen, make_forum, make_task
from tests.forums.reading import MOST_QUERIES, page, queries

pytestmark = pytest.mark.django_db


def test_the_list_shows_what_is_to_come_first_come_first(client):
    later = make_forum(title_ko="넷째 주 모임", starts_at=timezone.now() + timedelta(days=12))
    sooner = make_forum(title_ko="둘째 주 모임", starts_at=timezone.now() + timedelta(days=3))
    over = make_forum(title_ko="첫째 주 모임", starts_at=timezone.now() - timedelta(days=3))

    upcoming, past = page(client, "/forums/"), page(client, "/forums/?when=past")

    assert upcoming.index(sooner.title_ko) < upcoming.index(later.title_ko)
    assert over.title_ko not in upcoming
    assert over.title_ko in past
    assert later.title_ko not in past


def test_a_draft_stands_in_neither_list_and_offers_its_task_to_nobody(client):
    task, now = make_task(), timezone.now()
    for days in (-3, 3):
        make_forum(title_ko="열린 포럼", starts_at=now + timedelta(days=days))
        make_forum(title_ko="초안 포럼", starts_at=now + timedelta(days=days), state=ForumState.DRAFT, tasks=[task])

    lists = [page(client, "/forums/"), page(client, "/forums/?when=past")]

    assert [("열린 포럼" in shown, "초안 포럼" in shown) for shown in lists] == [(True, False)] * 2
    assert client.get("/forums/", {"task": task.slug}).status_code == 400


def test_the_list_can_be_narrowed_to_a_task(client):
    tram, river = make_task(), make_task()
    make_forum(title_ko="트램 포럼", tasks=[tram, river])
    make_forum(title_ko="하천 포럼", tasks=[river])

    shown = page(client, f"/forums/?task={tram.slug}")

    assert "트램 포럼" in shown
    assert "하천 포럼" not in shown


@pytest.mark.parametrize(
    ("query", "status"),
    [("when=never", 400), ("task=nowhere", 400), ("page=0", 404), ("page=1000000000", 404), ("page=x", 404), ("page=2", 404)],
)
def test_the_list_refuses_what_it_does_not_offer(client, query, status):
    make_forum()

    assert client.get(f"/forums/?{query}").status_code == status


def test_the_list_is_paged_and_keeps_its_filter(client):
    task = make_task()
    for _ in range(13):
        make_forum(tasks=[task])

    first = page(client, f"/forums/?task={task.slug}")
    second = page(client, f"/forums/?task={task.slug}&page=2")

    assert first.count("forum-card__title") == 12
    assert second.count("forum-card__title") == 1
    assert f"task={task.slug}&amp;page=2" in first


@pytest.mark.parametrize(("query", "words"), [("", "지금은 예정된 포럼이 없습니다"), ("?when=past", "아직 열린 포럼이 없습니다")])
def test_an_empty_list_says_so_and_leads_on(client, query, words):
    shown = page(client, f"/forums/{query}")

    assert words in shown
    assert "empty__title" in shown


@pytest.mark.parametrize(
    ("fields", "people", "words"),
    [
        ({"capacity": 12}, 0, "12석 남음"),
        ({"capacity": 1}, 3, "만석, 대기 2명"),
        ({"capacity": 1}, 1, "만석, 대기자 명단 신청 가능"),
        ({"state": ForumState.CANCELLED}, 0, "취소"),
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, 0, "신청 시작:"),
        ({"registration_closes_at": timezone.now() - timedelta(days=1)}, 0, "신청 마감"),
    ],
)
def test_each_forum_in_the_list_says_how_many_seats_are_left(client, fields, people, words):
    forum = make_forum(**fields)
    for _ in range(people):
        services.register(forum=forum, citizen=make_citizen())

    assert words in page(client, "/forums/")


def test_the_list_takes_the_same_number_of_queries_for_one_forum_and_for_many(client):
    task, counted = make_task(), []
    for wanted in (1, 4):
        while Forum.objects.count() < wanted:
            forum = make_forum(tasks=[task])
            for _ in range(2):
                services.register(forum=forum, citizen=make_citizen())
        counted.append(queries(client, "/forums/"))

    assert counted[0] == counted[1] <= MOST_QUERIES


@pytest.mark.parametrize(("path", "first", "last", "zone"), [("", "일요일", "토요일", "한국 시간"), ("/en", "Mon", "Sun", "KST")])
def test_a_month_begins_on_the_readers_first_weekday_and_names_the_zone(client, path, first, last, zone):
    shown = client.get(f"{path}/forums/calendar/").content.decode()

    weekdays = re.findall(r"<span>(\w+)</span>", shown.partition("month__weekdays")[2].partition("</div>")[0])
    assert (weekdays[0], weekdays[-1], len(weekdays)) == (first, last, 7)
    assert f"({zone})" in shown


@pytest.mark.parametrize(("path", "zone"), [("", "한국 시간"), ("/en", "KST")])
def test_the_list_and_the_page_of_a_forum_name_the_zone(client, path, zone):
    forum = make_forum()

    pages = [client.get(f"{path}/forums/").content.decode(), client.get(f"{path}/forums/{forum.slug}/").content.decode()]

    assert [zone in shown for shown in pages] == [True, True]
