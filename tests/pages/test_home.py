"""The home page: what this is, what it costs, what one may do."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.discussion import services as discussion
from portal.plan.models import PlanFigure
from tests.factories import make_citizen, make_comment, make_decision, make_forum, make_moderator, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> None:
    """The plan that the portal ships."""
    call_command("load_plan", verbosity=0)


def missing(page: str, expected: list[str]) -> list[str]:
    return [text for text in expected if text not in page]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "/",
            [
                "2조 8,000억 원",
                "6조 6,000억 원",
                "생산 유발 4조 7,000억 원",
                "부가가치 유발 1조 9,000억 원",
                "36,000",
                "2,000",
                "위원 19명",
                "대전광역시장, KAIST 총장",
                "세종특별자치시, 충청남도, 충청북도",
                "2017년 7월 31일(월)",
                "2018년 9월 20일(목)",
                "시민참여형 플랫폼 구축",
                "출처: 중도일보",
            ],
        ),
        (
            "/en/",
            [
                "KRW 2.8 trillion",
                "KRW 6.6 trillion",
                "Production induced KRW 4.7 trillion",
                "Value added induced KRW 1.9 trillion",
                "36,000",
                "2,000",
                "19 members",
                "Mayor of Daejeon, President of KAIST",
                "Sejong, Chungcheongnam-do, Chungcheongbuk-do",
                "A citizen-participation platform",
                "Source: Joongdo Ilbo",
            ],
        ),
    ],
)
def test_the_figures_of_the_plan_stand_there_in_both_languages(plan, client, address, expected):
    assert missing(client.get(address).content.decode(), expected) == []


def test_each_large_figure_links_to_its_own_source(plan, client):
    figure = PlanFigure.objects.get(report="announcement", key="new-jobs")
    PlanFigure.objects.filter(pk=figure.pk).update(source=PlanFigure.objects.filter(report="later").first().source)

    page = client.get("/").content.decode()
    jobs = page[page.index("새 일자리</dt>") : page.index("스타트업</dt>")]

    assert "https://m.sedaily.com/NewsViewAmp/1VLQB9S5UN" in jobs
    assert "joongdo.co.kr" not in jobs


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        (
            "/",
            [
                ["총 투자 규모", "2조 3,288억 원", "2조 8,000억 원"],
                ["국비", "6,928억 원", "밝히지 않음"],
                ["새 일자리", "27,000", "36,000"],
            ],
        ),
        (
            "/en/",
            [
                ["Total investment", "KRW 2.3288 trillion", "KRW 2.8 trillion"],
                ["National funds", "KRW 692.8 billion", "not stated"],
                ["New jobs", "27,000", "36,000"],
                ["Projects", "33", "not stated"],
                ["Until", "2026", "not stated"],
            ],
        ),
    ],
)
def test_the_later_report_stands_apart_beside_the_announcement(plan, client, address, rows):
    page = client.get(address).content.decode()
    table = page[page.index('id="later-report-table"') : page.index("</table>")]
    figures = page[: page.index('id="later-report"')]

    for row in rows:
        line = table[table.index(f'<th scope="row">{row[0]}</th>') :].partition("</tr>")[0]
        assert missing(line, row) == []
    assert [text for text in ("2조 3,288억", "2.3288", "27,000", "692.8") if text in figures] == []


def test_the_four_strategies_hold_their_tasks(plan, client):
    groups = client.get("/").context["strategies"]

    assert [(group["strategy"].slug, [task.number for task in group["tasks"]]) for group in groups] == [
        ("ideas-to-jobs", [1, 2, 3]),
        ("science-to-industry", [4, 5, 6, 7]),
        ("small-to-strong", [8, 9, 10, 11, 12]),
        ("safe-and-convenient", [13, 14, 15, 16]),
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", ["15. 시민체감형 R&amp;BD 기업지원", "과제 16개 중 13개의 예산", "과제 16개 중 16개의 담당 부서"]),
        ("/en/", ["the budget of 13 of 16 tasks", "the period of 16 of 16 tasks", "why the two reports"]),
    ],
)
def test_what_no_source_states_is_counted(plan, client, address, expected):
    page = client.get(address).content.decode()

    assert missing(page[page.index('id="open-questions"') :], expected) == []


def test_a_portal_without_a_plan_still_has_a_home(client):
    page = client.get("/en/").content.decode()

    assert missing(page, ["No tasks yet", "No forum is planned at the moment", "Nobody has commented yet"]) == []


def test_one_primary_action_leads_to_the_tasks_and_signing_up_is_offered_to_visitors_only(plan, client):
    visitor = client.get("/en/").content.decode()
    client.force_login(make_citizen())
    citizen = client.get("/en/").content.decode()

    assert [page.count("button--primary") for page in (visitor, citizen)] == [1, 1]
    assert '<a class="button button--primary button--large" href="/en/tasks/">' in visitor
    assert ["Sign up with your e-mail" in page for page in (visitor, citizen)] == [True, False]


def test_the_next_forums_stand_there_and_drafts_and_past_ones_do_not(client):
    make_forum(title_ko="다음 포럼")
    make_forum(title_ko="초안 포럼", state="draft")
    make_forum(title_ko="지난 포럼", starts_at=timezone.now() - timedelta(days=3))

    assert [card.forum.title for card in client.get("/").context["forums"]] == ["다음 포럼"]


def test_hidden_and_withdrawn_comments_are_not_on_the_home_page_for_anybody(client):
    shown = make_comment(body="보이는 의견입니다")
    author, moderator = make_citizen(), make_moderator()
    make_decision(comment=make_comment(body="숨긴 의견입니다", author=author), moderator=moderator)
    discussion.withdraw(comment=make_comment(body="거둔 의견입니다", author=author), author=author)

    for person in (None, author, moderator):
        if person:
            client.force_login(person)
        response = client.get("/")
        assert [comment.pk for comment in response.context["comments"]] == [shown.pk]
        assert missing(response.content.decode(), ["숨긴 의견입니다", "거둔 의견입니다"]) == [
            "숨긴 의견입니다",
            "거둔 의견입니다",
        ]


def test_hostile_words_are_escaped(client):
    task = make_task(title_ko="<script>alert(1)</script>")
    make_comment(task=task, body="<img src=x onerror=alert(1)>")
    make_forum(title_ko="<svg onload=alert(1)>")

    page = client.get("/").content.decode()

    assert missing(page, ["&lt;script&gt;alert(1)", "&lt;img src=x", "&lt;svg onload"]) == []
    assert missing(page, ["<script>alert", "<img src=x", "<svg onload"]) == ["<script>alert", "<img src=x", "<svg onload"]


def test_the_home_page_needs_as_many_queries_for_one_row_of_each_as_for_many(client, django_assert_num_queries):
    call_command("load_plan", verbosity=0)
    make_comment()
    make_forum()

    with django_assert_num_queries(8):
        client.get("/")
    for count in range(3):
        make_comment(parent=make_comment(body=f"또 다른 의견 {count}"), body=f"답글 {count}")
        make_forum()
    with django_assert_num_queries(8):
        client.get("/")
