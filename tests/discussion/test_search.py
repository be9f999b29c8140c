"""Searching a discussion: what is found, what never is, and how the words are marked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.text.cleaning import UnusableText
from portal.discussion.models import Comment, State
from portal.discussion.search.full_text import asked
from tests.discussion.written import fill, turn
from tests.factories import make_citizen, make_comment, make_moderator, make_task

pytestmark = pytest.mark.django_db
HIDDEN_STATES = [state for state in State.values if state != State.PUBLISHED]


@pytest.fixture
def task():
    return make_task()


def address(task) -> str:
    return reverse("discussion:search", args=[task.slug])


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("버스", "시내버스가 늦어요"),
        ("버스 늦", "시내버스가 늦어요"),
        ("늦어요 버스", "시내버스가 늦어요"),
        ("버스가", "버스를 기다립니다"),
        ("길", "자전거길은 좋다"),
        ("느리다", "앱이 너무 느려서 못 써요"),
        ("느리다", "느립니다"),
        ("느리다", "느렸어요"),
        ("어렵다", "신청이 어려워요"),
        ("어렵다", "어려운 서류"),
        ("어렵다", "너무 어렵습니다"),
        ("다르다", "말이 달라요"),
        ("나쁘다", "공기가 나빠요"),
        ("만들다", "길을 만드는 사람"),
        ("만들다", "만듭니다"),
        ("배우다", "코딩을 배웠다"),
        ("필요하다", "그늘이 필요합니다"),
        ("강화하다", "단속을 강화해 주세요"),
        ("cctv", "CCTV 화질"),
        ("CCTV", "ｃｃｔｖ 화질"),
        ("ＣＣＴＶ", "cctv 화질"),
        ("bus", "The buses are late"),
        ("2호선", "지하철 2호선을"),
        ("R&D", "R&D 예산"),
        ("100%", "100% 찬성"),
        ("&", "R & D"),
        ("(주)", "어느 (주)회사"),
        (r"\d", r"\d 라고 썼다"),
        ("大田", "大田市"),
        ("나무\u1100\u1161", "나무가 많다"),
    ],
)
def test_a_comment_is_found_by_its_words_in_any_form(task, words, text):
    found, _ = fill(task, [text, "전혀 상관없는 말씀"])

    assert asked(words).keys_in(task) == [found]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("버스 기차", "버스가 늦어요"),
        ("느리다", "느낌이 좋다"),
        (".*", "아무 말"),
        ("[가-힣]", "아무 말"),
        ("길", "기름값"),
        ("a|b", "abc"),
    ],
)
def test_a_comment_without_all_the_words_is_not_found(task, words, text):
    fill(task, [text])

    assert asked(words).keys_in(task) == []


@pytest.mark.parametrize("state", HIDDEN_STATES)
@pytest.mark.parametrize("reader", ["anonymous", "author", "moderator"])
def test_what_is_not_shown_is_found_by_nobody(task, client, state, reader):
    shown, hidden = fill(task, ["갑천에 나무를 심어 주세요", "갑천의 비밀스러운 나무"])
    turn(hidden, state)
    person = {"anonymous": None, "author": Comment.objects.get(pk=hidden).author, "moderator": make_moderator}[reader]
    if person:
        client.force_login(person() if callable(person) else person)

    page = client.get(address(task), {"q": "갑천"}).content.decode()

    assert asked("갑천").keys_in(task) == [shown]
    assert "비밀" not in page
    assert page.count("found__item") == 1


def test_only_this_tasks_comments_are_searched_the_newest_first(task):
    keys = fill(task, ["갑천 하나", "갑천 둘"])
    fill(make_task(), ["갑천 셋"])

    assert asked("갑천").keys_in(task) == keys[::-1]


def test_an_edited_comment_is_found_by_its_new_words(task):
    (key,) = fill(task, ["도서관"])

    Comment.objects.filter(pk=key).update(body="수영장")

    assert (asked("도서관").keys_in(task), asked("수영장").keys_in(task)) == ([], [key])


@pytest.mark.parametrize(
    ("words", "text", "shown"),
    [
        ("버스", "시내버스가", "시내<mark>버스</mark>가"),
        ("느리다", "정말 느려요", "정말 <mark>느려</mark>요"),
        ("cctv 길", "ＣＣＴＶ 없는\n골목길", "<mark>ＣＣＴＶ</mark> 없는 골목<mark>길</mark>"),
        ("script", "<script>", "&lt;<mark>script</mark>&gt;"),
        ("&", "R&D", "R<mark>&amp;</mark>D"),
        ("amp", "R&D", "R&amp;D"),
        ("mark", "mark", "<mark>mark</mark>"),
    ],
)
def test_the_words_found_are_marked_and_all_else_is_escaped(words, text, shown):
    assert asked(words).excerpt(text) == shown


def test_a_long_comment_is_shown_around_the_first_word_found():
    excerpt = asked("그늘").excerpt("물 " * 500 + "그늘" + " 불" * 500)

    assert excerpt.startswith("… 물 ")
    assert excerpt.endswith(" 불 …")
    assert "<mark>그늘</mark>" in excerpt
    assert len(excerpt) < 300


def test_a_search_is_one_line_of_a_hundred_characters():
    with pytest.raises(UnusableText):
        asked("가" * 101)


@pytest.mark.parametrize("parts", [{"q": "가" * 101}, {"q": "\x00"}, {"q": "갑천", "page": "2"}, {"q": "갑천", "page": "x"}])
def test_a_bad_address_is_refused_kindly(task, client, parts):
    fill(task, ["갑천"])

    answer = client.get(address(task), parts)

    assert answer.status_code in {404, 422}
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("words", ["", "없는말"])
def test_a_search_that_finds_nothing_says_what_to_do(task, client, words):
    fill(task, ["갑천"])

    page = client.get(address(task), {"q": words}).content.decode()

    assert "found__item" not in page
    assert task.get_absolute_url() in page
    assert f'name="q" value="{words}"' in page


def test_results_come_twenty_a_page_with_their_number(task, client):
    fill(task, [f"갑천 {number}" for number in range(23)])

    first = client.get(address(task), {"q": "갑천"}).content.decode()
    second = client.get(address(task), {"q": "갑천", "page": "2"}).content.decode()

    assert (first.count("found__item"), second.count("found__item")) == (20, 3)
    assert "23" in first
    assert "q=%EA%B0%91%EC%B2%9C&amp;page=2" in first


def test_a_result_says_who_when_and_where_they_stand_and_leads_to_the_comment(task, client):
    comment = make_comment(task=task, body="갑천 나무", stance="for", author=make_citizen(nickname="<b>나무</b>"))

    page = client.get(address(task), {"q": "나무"}).content.decode()

    assert comment.get_absolute_url() in page
    assert "&lt;b&gt;나무&lt;/b&gt;" in page
    assert comment.get_stance_display() in page
    assert "<time" in page


def test_a_search_takes_as_many_queries_for_three_results_as_for_one(task, client):
    counts = set()
    for number in (1, 3):
        other = make_task()
        fill(other, [f"갑천 {index}" for index in range(number)])
        with CaptureQueriesContext(connection) as queries:
            client.get(address(other), {"q": "갑천"})
        counts.add(len(queries))

    assert counts == {4}
