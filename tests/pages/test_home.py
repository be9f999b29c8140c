"""The home page: what this is, what it costs, what one may do; where the tasks stand, what was answered, what waits."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from portal.answers import services as answers
from portal.answers.models import AnswerRequest, Commitment
from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.pages.home import participation
from portal.plan.models import PlanFigure, Status, Task
from tests.factories import (
    make_administrator,
    make_answer,
    make_answer_request,
    make_citizen,
    make_comment,
    make_decision,
    make_forum,
    make_moderator,
    make_officer,
    make_task,
)
from tests.markup import markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> None:
    """The plan that the portal ships."""
    call_command("load_plan", verbosity=0)


def missing(page: str, expected: list[str]) -> list[str]:
    return [text for text in expected if text not in page]


def agreed(count: int, **fields) -> Comment:
    """A comment with so many people who agree."""
    comment = make_comment(**fields)
    Comment.objects.filter(pk=comment.pk).update(agree_count=count)
    return comment


def owed(count: int, **fields) -> AnswerRequest:
    return make_answer_request(comment=agreed(count, **fields))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", ["전략 4개, 정책 과제 16개", "2조 8,000억 원", "읽기는 누구나", "24개에서 16개로 조정", "출처: 중도일보"]),
        ("/en/", ["4 strategies, 16 policy tasks", "KRW 2.8 trillion", "Anybody may read", "Reduced from 24 to 16"]),
    ],
)
def test_what_it_is_what_it_costs_and_what_one_may_do_stand_there_in_both_languages(plan, client, address, expected):
    assert missing(markup(client.get(address)), expected) == []


def test_targets_are_called_targets_and_what_papers_disagree_about_stands_elsewhere(plan, client):
    page = markup(client.get("/"))
    figures = page[page.index('id="figures"') :]

    assert missing(figures, ["<small>목표</small> 36,000", "<small>목표</small> 2,000", "달성 수치 미공개"]) == []
    assert [text for text in ("2조 3,288억", "27,000", "6조 6,000억") if text in page] == []


def test_each_source_of_the_figures_is_named_once(plan, client):
    figure = PlanFigure.objects.get(report="announcement", key="new-jobs")
    later = PlanFigure.objects.filter(report="later").first()
    one = client.get("/").content.decode()
    PlanFigure.objects.filter(pk=figure.pk).update(source=later.source)
    two = client.get("/").content.decode()

    named = [re.findall(r'href="(http[^"]+)"', page[page.index('id="figures"') :]) for page in (one, two)]
    assert named[0][:1] == [figure.source.url]
    assert set(named[1]) >= {figure.source.url, later.source.url}
    assert [addresses.count(figure.source.url) for addresses in named] == [1, 1]


def test_the_number_of_people_and_of_days_comes_from_the_rules(client, settings):
    settings.ANSWER_THRESHOLD = 37

    page = markup(client.get("/en/"))

    assert "When 37 citizens agree with a comment" in page
    assert "within 10 business days" in page


def test_the_tally_and_the_sixteen_rows_say_where_each_task_stands(plan, client):
    Task.objects.filter(number__in=[1, 2]).update(status=Status.UNDER_WAY, status_set_at=timezone.now())
    Task.objects.filter(number=9).update(status=Status.DONE, status_set_at=timezone.now())

    page = markup(client.get("/en/"))
    tally = page[page.index('class="tally"') : page.index('class="strategy-list"')]
    rows = re.findall(r'<a href="/en/tasks/([a-z0-9-]+)/">(.*?)</a>', page)

    assert re.findall(r"<strong>([^<]+)</strong>", tally) == ["Under way 2", "Done 1", "Not published 13"]
    assert [tally.count(f"mark--{state}") for state in ("under_way", "done", "not_stated")] == [2, 1, 13]
    assert [slug for slug, _row in rows] == list(Task.objects.order_by("number").values_list("slug", flat=True))
    assert missing(rows[8][1], ["mark--done", "Task 9", "Done"]) == []
    assert ["not confirmed" in row for _slug, row in rows] == [False] * 14 + [True] * 2


def test_a_portal_on_its_first_day_says_what_will_stand_in_each_place(client):
    expected = [
        "No tasks yet",
        "No comment has been answered yet",
        "No answer was due yet",
        "No comment waits for an answer",
        "No comment is close to its answer now",
        "No forum is planned at the moment",
    ]

    page = markup(client.get("/en/"))

    assert missing(page, expected) == []
    assert 'id="figures"' not in page


def test_one_primary_action_leads_to_the_tasks_and_signing_up_is_offered_to_visitors_only(plan, client):
    visitor = client.get("/en/").content.decode()
    client.force_login(make_citizen())
    citizen = client.get("/en/").content.decode()

    assert [page[page.index("<main") :].count("button--primary") for page in (visitor, citizen)] == [1, 1]
    assert '<a class="button button--primary button--large" href="#tasks">' in visitor
    assert ["Sign up</a>" in page for page in (visitor, citizen)] == [True, False]


def test_an_answer_of_this_week_stands_with_the_citizens_words_its_outcome_and_the_days_it_took(client):
    request = make_answer(comment=make_comment(body="몇 시에 오나요? 늘 늦습니다."))
    page = markup(client.get("/en/"))

    assert missing(page, ["Answered this week", "몇 시에 오나요?", request.get_outcome_display(), "on the same day"]) == []
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert "Latest answers" in markup(client.get("/en/"))


def test_what_waits_longest_in_peoples_minds_stands_first_with_the_days_left(client):
    few, many, most = owed(11, body="적은 공감"), owed(18, body="많은 공감"), owed(30, body="가장 많은 공감")
    owed(11, body="나중에 쓴 의견")
    owed(1, body="담당 부서가 골랐습니다")

    response = client.get("/en/")

    assert [row.line.request for row in response.context["waiting"]] == [most, many, few]
    assert missing(markup(response), ["business days left", "#home-waiting"]) == []
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert "Late by" in markup(client.get("/en/"))


def test_comments_that_lack_one_or_two_people_are_nearly_there(client, settings):
    settings.ANSWER_THRESHOLD = 10
    agreed(7, body="일곱 명")
    eight, nine = agreed(8, body="여덟 명"), agreed(9, body="아홉 명")
    agreed(10, body="열 명")
    owed(9, body="이미 답변 대상")

    response = client.get("/en/")

    assert [(row.comment, row.missing) for row in response.context["nearly"]] == [(nine, 1), (eight, 2)]
    assert missing(markup(response), ["1 more and the city must answer", "2 more and the city must answer"]) == []


def test_promises_stand_there_with_both_counts(client):
    today, officer = timezone.localdate(), make_officer()
    for days in (5, 9):
        make_answer(promises=[answers.Promise(f"{days}일 안에", today + timedelta(days=days), f"Within {days} days")])
    kept = Commitment.objects.last()
    Commitment.objects.filter(pk=kept.pk).update(
        state=Commitment.State.KEPT, reason="했습니다", decided_at=timezone.now(), decided_by=officer
    )

    page = markup(client.get("/en/"))

    assert (
        missing(page, ["Within 5 days", "Within 9 days", "Of 2 promises 1 kept, 0 late", "2 of 2", "100<small>%</small>"]) == []
    )


def test_the_next_forums_stand_there_and_drafts_cancelled_and_past_ones_do_not(client):
    make_forum(title_ko="다음 포럼")
    make_forum(title_ko="초안 포럼", state="draft")
    make_forum(title_ko="취소된 포럼", state="cancelled")
    make_forum(title_ko="지난 포럼", starts_at=timezone.now() - timedelta(days=3))

    assert [card.forum.title for card in client.get("/").context["forums"]] == ["다음 포럼"]


def test_hidden_and_withdrawn_words_are_not_on_the_home_page_for_anybody(client, settings):
    settings.ANSWER_THRESHOLD = 10
    author, moderator = make_citizen(), make_moderator()
    shown = owed(12, body="보이는 의견입니다")
    hidden = [owed(20, body="숨긴 의견 하나"), make_answer(comment=make_comment(body="숨긴 의견 둘"))]
    almost = [agreed(9, body="숨긴 의견 셋"), agreed(9, body="거둔 의견", author=author)]
    for comment in (hidden[0].comment, hidden[1].comment, almost[0]):
        make_decision(comment=comment, moderator=moderator)
    discussion.withdraw(comment=almost[1], author=author)

    for person in (None, author, moderator):
        if person:
            client.force_login(person)
        page = client.get("/").content.decode()
        assert missing(page, [shown.comment.body]) == []
        assert [words for words in ("숨긴 의견", "거둔 의견") if words in page] == []


def test_an_answer_that_was_hidden_is_not_on_the_home_page(client):
    request = make_answer(comment=make_comment(body="질문은 남습니다"))
    make_decision(comment=request.reply, moderator=make_administrator())

    assert client.get("/").context["answers"].rows == []


def test_made_up_content_says_so_once_a_block_and_only_in_demo_mode(plan, client, settings):
    marks = []
    for settings.DEMO_MODE in (True, False):
        marks.append(client.get("/en/").content.decode().count('class="sample-mark"'))

    assert marks == [7, 0]


def test_hostile_words_are_escaped(client, settings):
    settings.ANSWER_THRESHOLD = 10
    task = make_task(title_ko="<script>alert(1)</script>")
    owed(12, task=task, body="<img src=x onerror=alert(1)>")
    agreed(9, task=task, body="<b>alert(2)</b>")
    make_forum(title_ko="<svg onload=alert(1)>")

    page = client.get("/").content.decode()

    assert missing(page, ["&lt;script&gt;alert(1)", "&lt;img src=x", "&lt;svg onload", "&lt;b&gt;alert(2)"]) == []
    assert [words for words in ("<script>alert", "<img src=x", "<svg onload", "<b>alert") if words in page] == []


def test_the_home_page_needs_as_many_queries_for_one_row_of_each_as_for_many(plan, client, django_assert_num_queries):
    def one_of_each() -> None:
        agreed(9)
        owed(12)
        make_answer(promises=[answers.Promise("합니다", timezone.localdate() + timedelta(days=5), "We will")])
        make_forum()

    one_of_each()
    participation.keep_count(timezone.now())
    with django_assert_num_queries(11):
        client.get("/")
    for _more in range(3):
        one_of_each()
    with django_assert_num_queries(11):
        client.get("/")
