"""The page of the search: kinds, paging, both languages, and what it says where there is nothing to search or to find."""

import pytest
from django.urls import reverse

from tests.discussion.written import fill
from tests.factories import make_comment, make_forum, make_task, make_update

pytestmark = pytest.mark.django_db
ADDRESS = "/search/"


def addresses(client, **asked: str) -> list[str]:
    """Where what was found stands, in order."""
    return [card.address for card in client.get(ADDRESS, asked).context["cards"]]


def test_each_kind_is_found_and_has_its_filter(client):
    task = make_task(title_ko="느티나무 심기")
    comment = make_comment(task=task, body="느티나무를 더 심어 주세요")
    update = make_update(task=task, title_ko="가로수 소식", body_ko="느티나무 백 그루를 심었습니다")
    forum = make_forum(title_ko="느티나무 포럼")

    expected = {"task": task, "update": update, "forum": forum, "comment": comment}
    assert addresses(client, q="느티나무") == [each.get_absolute_url() for each in (task, forum, update, comment)]
    assert {kind: addresses(client, q="느티나무", kind=kind) for kind in expected} == {
        kind: [each.get_absolute_url()] for kind, each in expected.items()
    }
    choices = client.get(ADDRESS, {"q": "느티나무", "kind": "forum"}).context["choices"]
    assert [(choice.words, choice.count, choice.is_current) for choice in choices] == [
        ("전체", 4, False), ("과제", 1, False), ("답변", 0, False), ("소식", 1, False), ("포럼", 1, True), ("의견", 1, False),
    ]  # fmt: skip


def test_the_heading_and_the_title_count_and_the_page_goes_on(client):
    task = make_task()
    fill(task, [f"느티나무 {number}" for number in range(12)])

    first, second = (client.get(ADDRESS, {"q": "느티나무", "page": page}) for page in ("1", "2"))

    html = " ".join(first.content.decode().split())
    assert html.count("‘느티나무’ 검색 결과 12개") == 2
    assert (len(first.context["cards"]), len(second.context["cards"])) == (10, 2)
    assert "page=2" in html


def test_more_than_a_page_can_count_is_said_to_be_more(client, monkeypatch):
    monkeypatch.setattr("portal.pages.search.finding.MOST", 3)
    fill(make_task(), ["느티나무"] * 4)

    html = client.get(ADDRESS, {"q": "느티나무"}).content.decode()

    assert "‘느티나무’ 검색 결과 3개 이상" in html
    assert "3+" in html


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        *(({"q": q}, 200) for q in ("", "   ", "%", ".*", "a|b (", "'", "\\", "가" * 100, "!?", "'#official'", ":*")),
        *(({"q": q}, 422) for q in ("가" * 101, "가" * 10_000, "\x00", "\ufffe")),
        *(({"q": "나무", name: value}, 400) for name, value in (("kind", "user"), ("exact", "2"))),
        *(({"q": "나무", "page": page}, 404) for page in ("2", "0", "-1", "x", "1" + "0" * 30)),
    ],
)
def test_whatever_is_asked_is_answered_or_refused(client, asked, status):
    make_comment(body="나무")

    response = client.get(ADDRESS, asked)

    assert response.status_code == status
    assert "<h1" in response.content.decode()


def test_what_is_typed_is_shown_as_text(client):
    make_comment(body="<b>나무</b>")

    html = client.get(ADDRESS, {"q": "<b>나무</b>"}).content.decode()

    assert "&lt;b&gt;" in html
    assert "<b>나무" not in html


def test_signs_around_words_and_questions_do_not_matter(client):
    comment = make_comment(body="버스는 언제 오나요")

    assert addresses(client, q="“버스” 언제?!") == [comment.get_absolute_url()]


def test_nothing_found_leads_somewhere(client):
    make_comment(body="나무")

    page = client.get(ADDRESS, {"q": "없는말씀"})
    in_one_kind = client.get(ADDRESS, {"q": "나무", "kind": "forum"}).content.decode()

    html = page.content.decode()
    assert "‘없는말씀’ 검색 결과가 없습니다" in html
    assert all(f'href="{reverse(name)}"' in html for name in ("plan:task_list", "answers:request_list", "forums:forum_list"))
    assert 'href="?q=%EB%82%98%EB%AC%B4">전체에서 찾기' in in_one_kind


def test_results_carry_their_language_and_the_page_speaks_the_readers(client):
    make_task(title_ko="느티나무 심기", title_en="Planting trees")
    make_comment(body="Please plant more trees along the river and near the schools of this city.")

    korean, english = (client.get(address, {"q": "trees"}).content.decode() for address in (ADDRESS, f"/en{ADDRESS}"))

    assert korean.count('lang="en"') > english.count('class="hit__title" lang="en"') == 0
    assert '<h2 class="hit__title" lang="en">' in korean
    assert "“trees”: 2 results" in " ".join(english.split())


def test_it_has_one_field_needs_no_script_and_is_not_for_search_engines(client):
    html = client.get(reverse("pages:search"), {"q": "버스"}).content.decode()

    assert html.count('name="q"') == 1
    assert "hx-" not in html.split("<main")[1].split("</main>")[0]
    assert '<meta name="robots" content="noindex">' in html
