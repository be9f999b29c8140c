"""The search of the whole portal: what is found of each kind, and what the page says."""

import pytest
from django.urls import reverse

from tests.factories import make_comment, make_forum, make_task, make_update

pytestmark = pytest.mark.django_db
ADDRESS = "/search/"


def titles(client, **asked) -> list[str]:
    """The addresses of what was found, in order."""
    return [card.address for card in client.get(ADDRESS, asked).context["cards"]]


def test_each_kind_is_found_and_has_its_filter(client):
    task = make_task(title_ko="느티나무 심기")
    comment = make_comment(task=task, body="느티나무를 더 심어 주세요")
    update = make_update(task=task, title_ko="가로수 소식", body_ko="느티나무 백 그루를 심었습니다")
    forum = make_forum(title_ko="느티나무 포럼")

    expected = {"task": task, "update": update, "forum": forum, "comment": comment}
    assert titles(client, q="느티나무") == [each.get_absolute_url() for each in (task, forum, update, comment)]
    assert {kind: titles(client, q="느티나무", kind=kind) for kind in expected} == {
        kind: [each.get_absolute_url()] for kind, each in expected.items()
    }


@pytest.mark.parametrize(("q", "status"), [("", 200), ("   ", 200), ("%", 200), (".*", 200), ("가" * 101, 422), ("\x00", 422)])
def test_what_is_no_search_is_answered_with_the_form(client, q, status):
    response = client.get(ADDRESS, {"q": q})

    assert response.status_code == status
    assert 'name="q"' in response.content.decode()


def test_it_is_not_for_search_engines(client):
    assert '<meta name="robots" content="noindex">' in client.get(reverse("pages:search"), {"q": "버스"}).content.decode()
