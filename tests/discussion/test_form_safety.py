"""What the forms insist on: a question before withdrawing, a token, the right method, something that exists."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from portal.discussion import services
from portal.discussion.models import Comment, State
from tests.factories import make_citizen, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    """A verified citizen, signed in."""
    person = make_citizen()
    client.force_login(person)
    return person


def test_withdrawing_asks_first(client, author):
    comment = make_comment(author=author, body="지울 글")
    address = reverse("discussion:withdraw", args=[comment.pk])

    asked = client.get(address)
    before = Comment.objects.get().state
    done = client.post(address)

    assert "지울 글" in asked.content.decode()
    assert before == State.PUBLISHED
    assert (done.status_code, done.url) == (302, comment.get_absolute_url())
    assert Comment.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_withdraws_for_others(client, author, method):
    comment = make_comment()

    response = getattr(client, method)(reverse("discussion:withdraw", args=[comment.pk]))

    assert response.status_code == 404
    assert Comment.objects.get().state == State.PUBLISHED


@pytest.mark.parametrize("name", ["post", "reply", "edit", "withdraw", "vote"])
def test_a_form_without_its_token_does_nothing(name):
    client, author = Client(enforce_csrf_checks=True), make_citizen()
    client.force_login(author)
    comment = make_comment(author=author)
    address = reverse(f"discussion:{name}", args=[comment.task.slug if name == "post" else comment.pk])

    response = client.post(address, {"body": "바꾼 글", "form_key": str(uuid4()), "value": "agree"})

    assert response.status_code == 403
    assert (Comment.objects.get().body, Comment.objects.get().state) == (comment.body, State.PUBLISHED)


@pytest.mark.parametrize("name", ["post", "vote"])
def test_nothing_is_changed_by_a_link(client, author, name):
    comment = make_comment()
    address = reverse(f"discussion:{name}", args=[comment.task.slug if name == "post" else comment.pk])

    assert client.get(address).status_code == 405


@pytest.mark.parametrize("name", ["permalink", "replies"])
def test_reading_pages_take_no_posts(client, author, name):
    assert client.post(reverse(f"discussion:{name}", args=[make_comment().pk])).status_code == 405


def test_a_comment_on_a_task_that_does_not_exist_is_not_found(client, author):
    assert client.post(reverse("discussion:post", args=["nowhere"]), {"body": "어디에도 없는 과제"}).status_code == 404


def test_what_is_no_longer_shown_offers_no_form_to_answer_it(client, author):
    shown, withdrawn = make_comment(), make_comment()
    services.withdraw(comment=withdrawn, author=withdrawn.author)

    offered = [
        "comment__form" in client.get(reverse("discussion:reply", args=[comment.pk])).content.decode()
        for comment in (shown, withdrawn)
    ]

    assert offered == [True, False]
