"""Before posting: what seems to be personal data is pointed out, masked with one click, or posted all the same."""

from uuid import uuid4

import pytest
from django.urls import reverse

from portal.discussion.models import Comment
from tests.factories import make_citizen, make_comment, make_officer, make_task

pytestmark = pytest.mark.django_db
TYPED = "제 번호는 010-2345-6789입니다. 연락 주세요."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def author(client):
    """A verified citizen, signed in."""
    person = make_citizen()
    client.force_login(person)
    return person


def routes(author) -> dict[str, str]:
    """Every address that takes a citizen's words."""
    comment = make_comment(task=make_task(), author=author, body="먼저 쓴 글")
    return {
        "post": reverse("discussion:post", args=[comment.task.slug]),
        "reply": reverse("discussion:reply", args=[comment.pk]),
        "edit": reverse("discussion:edit", args=[comment.pk]),
    }


def send(client, address, choice="", **options):
    return client.post(address, {"body": TYPED, "form_key": str(uuid4()), "personal_data": choice}, **options)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
@pytest.mark.parametrize("route", ["post", "reply", "edit"])
def test_it_is_pointed_out_first_and_the_words_are_kept(client, author, route, headers):
    response = send(client, routes(author)[route], headers=headers)

    assert response.status_code == 422
    assert [found.found for found in response.context["personal_data"]] == ["010-2345-6789"]
    assert response.context["form"]["body"].value() == TYPED
    text = response.content.decode()
    assert 'name="personal_data" value="mask"' in text
    assert 'name="personal_data" value="keep"' in text
    assert 'class="error-summary"' not in text
    assert [comment.body for comment in Comment.objects.all()] == ["먼저 쓴 글"]


@pytest.mark.parametrize("route", ["post", "reply", "edit"])
def test_one_click_masks_and_posts(client, author, route):
    send(client, routes(author)[route], "mask")

    comment = Comment.objects.latest("pk")
    assert (comment.body, comment.state) == (TYPED.replace("010-2345-6789", "●●●-●●●●-●●●●"), "published")


@pytest.mark.parametrize("route", ["post", "reply", "edit"])
def test_posting_it_all_the_same_means_waiting_and_is_said_so(client, author, route):
    response = send(client, routes(author)[route], "keep")
    text = client.get(response.url).content.decode()

    comment = Comment.objects.latest("pk")
    assert (comment.body, comment.state, comment.pending_for) == (TYPED, "pending", "personal_data")
    assert "아직 게시되지 않았습니다" in text
    assert "개인정보가 들어 있는 것으로 보입니다." in text
    assert "의견이 게시되었습니다" not in text


def test_unknown_choices_choose_nothing(client, author):
    assert send(client, routes(author)["post"], "whatever").status_code == 422


def test_an_official_answer_is_looked_at_too(client):
    comment = make_comment()
    client.force_login(make_officer())

    response = send(client, reverse("answers:reply_officially", args=[comment.pk]))

    assert response.status_code == 422
    assert len(response.context["personal_data"]) == 1
