"""The page of one task: its facts, money, forums and discussion."""

import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.plan.models import BudgetLine, Fact, Task
from portal.progress.models import Milestone
from tests.factories import (
    PICTURE,
    make_citizen,
    make_comment,
    make_forum,
    make_milestone,
    make_source,
    make_strategy,
    make_task,
    make_update,
)
from tests.markup import markup

pytestmark = pytest.mark.django_db
MOST_QUERIES = 17


def missing(page: str, expected: list[str]) -> list[str]:
    return [text for text in expected if text not in page]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "/tasks/smart-city/",
            [
                "과제 13",
                "세계 선도형 스마트시티 조성",
                "안전하고 편리한 시민 생활",
                "798억 5,000만 원",
                "대덕특구 일원 융합형 스마트시티 구축에 798억 5천만 원 (2021년까지)",
                "https://m.etnews.com/20180726000326",
                "출처: 전자신문",
                "마지막 수정",
            ],
        ),
        (
            "/en/tasks/smart-city/",
            [
                "Task 13",
                "World-leading smart city",
                "Safe and convenient everyday life",
                "KRW 79.85 billion",
                "KRW 79.85 billion for a smart city in and around Daedeok by 2021",
                "Source: ETNews",
                "Last updated",
            ],
        ),
    ],
)
def test_a_task_says_what_is_known_with_its_sources_in_both_languages(client, address, expected):
    call_command("load_plan", verbosity=0)

    assert missing(client.get(address).content.decode(), expected) == []


def test_what_nobody_states_is_named_in_one_line(client):
    make_task(slug="unknown", is_confirmed=False, note_en="The source does not list it.")

    page = markup(client.get("/en/tasks/unknown/"))

    unpublished = "<b>Period·Department·Contact·Budget·Milestones</b> Not published by the city yet. <b>News·Forums</b> None yet."
    assert unpublished in page
    assert page.count("ot published") == 3  # the word of its state, the sentence, and that line
    assert "The source does not list it." in page
    assert re.findall('href="#([a-z]+)">', page.partition('class="jump"')[2]) == ["discussion"]
    assert [part for part in ('id="progress"', 'id="budget"', 'id="updates"', 'id="forums"') if part in page] == []


def test_what_is_stated_carries_no_such_mark(client):
    task = make_task(
        slug="known",
        budget_krw=1_000_000,
        budget_source=make_source(),
        department_en="Smart City Division",
        contact_en="smart@example.org",
        starts_on=date(2020, 1, 2),
        ends_on=date(2021, 3, 4),
        status="under_way",
        status_set_at=timezone.now(),
    )
    Milestone.objects.create(
        task=task, title_en="Opened", baseline_on=date(2020, 5, 1), planned_on=date(2020, 5, 1), source=task.source
    )
    Fact.objects.create(task=task, text_en="A fact", source=task.source)
    cell = {"year": 2020, "payer": "city", "stage": "planned", "amount_krw": 1_000_000, "as_of": date(2020, 1, 2)}
    BudgetLine.objects.create(task=task, source=task.source, **cell)

    page = client.get("/en/tasks/known/").content.decode()

    assert "Not published" not in page
    assert (
        missing(
            page, ["KRW 1 million", "Smart City Division", "smart@example.org", "2 January 2020", "4 March 2021", "Under way"]
        )
        == []
    )


def test_forums_are_linked_from_the_task_upcoming_and_past_but_no_drafts(client):
    task = make_task(slug="transport")
    make_forum(title_ko="다가오는 교통 포럼", tasks=[task])
    make_forum(title_ko="지나간 교통 포럼", tasks=[task], starts_at=timezone.now() - timedelta(days=3))
    make_forum(title_ko="초안 포럼", tasks=[task], state="draft")
    make_forum(title_ko="다른 과제의 포럼")

    context = client.get("/tasks/transport/").context

    assert [card.forum.title for card in context["upcoming_forums"]] == ["다가오는 교통 포럼"]
    assert [card.forum.title for card in context["past_forums"]] == ["지나간 교통 포럼"]


def test_the_discussion_stands_on_the_page_and_alone_for_htmx(client):
    task = make_task(slug="transport")
    make_comment(task=task, body="트램 우회 안내가 필요합니다")

    page = client.get("/tasks/transport/").content.decode()
    part = client.get("/tasks/transport/?sort=oldest", headers={"HX-Request": "true"}).content.decode()

    assert ["트램 우회 안내가 필요합니다" in text for text in (page, part)] == [True, True]
    assert ["<html" in text for text in (page, part)] == [True, False]


def test_the_way_back_is_named(client):
    make_task(slug="transport", strategy=make_strategy(slug="safe"))

    page = client.get("/en/tasks/transport/").content.decode()

    assert missing(page, ['<a href="/en/tasks/">Policy tasks</a>', 'href="/en/tasks/?strategy=safe"']) == []


def test_the_jump_bar_and_the_sections_come_in_the_order_in_which_they_are_seen(client):
    task = make_task(slug="transport", budget_krw=10**9, budget_source=make_source())
    fill(task, rows=1)

    page = markup(client.get("/en/tasks/transport/"))

    sections = ["discussion", "progress", "budget", "updates", "forums"]
    bar = page.partition('class="jump"')[2].partition("</nav>")[0]
    assert re.findall('href="#([a-z]+)">(.+?)</a>', bar) == [
        ("discussion", "Comments <b>2</b>"),
        ("progress", "Progress <b>0/1</b>"),
        ("budget", "Budget"),
        ("updates", "News <b>1</b>"),
        ("forums", "Forums <b>2</b>"),
    ]
    places = [page.index(f'id="{name}"') for name in (*sections, "facts")]
    assert places == sorted(places)
    assert page.index('class="now') < page.index('class="jump"') < places[0]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/tasks/nothing/", 404),
        ("/tasks/transport/?sort=random", 400),
        ("/tasks/transport/?page=1000000000", 404),
        ("/tasks/transport/?page=0", 404),
        ("/tasks/%00/", 404),
    ],
)
def test_what_is_not_there_gets_a_clear_answer(client, address, status):
    make_task(slug="transport")

    assert client.get(address).status_code == status


def test_the_page_only_reads(client):
    make_task(slug="transport")

    assert client.post("/tasks/transport/").status_code == 405


def test_hostile_words_are_escaped(client):
    task = make_task(
        slug="x", title_ko="<script>alert(1)</script>", department_ko='"><img src=x>', note_ko="<u>", is_confirmed=False
    )
    Fact.objects.create(task=task, text_ko="<svg onload=alert(1)>", source=make_source(publisher_ko="<i>신문"))

    page = client.get("/tasks/x/").content.decode()

    assert missing(page, ["&lt;script&gt;alert", "&lt;img src=x", "&lt;svg onload", "&lt;i&gt;신문", "&lt;u&gt;"]) == []
    assert [tag for tag in ("<script>alert", "<img src=x", "<svg onload", "<i>신문", "<u>") if tag in page] == []


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_the_page_needs_no_more_queries_for_many_rows(client, is_signed_in):
    task = make_task(slug="transport")
    if is_signed_in:
        client.force_login(make_citizen())

    fill(task, rows=1)
    few = count_queries(client)
    fill(task, rows=4)
    many = count_queries(client)

    assert few == many <= MOST_QUERIES


def fill(task: Task, *, rows: int) -> None:
    """As many facts, forums in both directions, milestones, updates with a file, comments and replies."""
    for _ in range(rows):
        make_milestone(task=task, source=make_source())
        make_update(task=task, files=[PICTURE])
        Fact.objects.create(task=task, text_ko="내용", source=make_source())
        make_forum(tasks=[task])
        make_forum(tasks=[task], starts_at=timezone.now() - timedelta(days=3))
        make_comment(task=task, parent=make_comment(task=task))


def count_queries(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get("/tasks/transport/")
    return len(queries)
