"""New comments are offered, never forced."""

import pytest
from django.urls import reverse

from tests.factories import make_citizen, make_comment, make_task, put

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def ask(client, task, **params):
    return client.get(reverse("discussion:newer", args=[task.slug]), params, headers=HTMX)


def test_the_page_knows_the_newest_comment_that_everybody_may_read(client):
    shown = make_comment()
    put(make_comment(body="기다리는 글"), "pending")

    assert client.get(shown.task.get_absolute_url()).context["newest"] == shown.pk


def test_shown_comments_of_others_are_counted_once(client):
    task, reader = make_task(), make_citizen()
    old = make_comment(task=task)
    client.force_login(reader)
    nothing = ask(client, task, after=old.pk)
    put(make_comment(task=task, body="기다리는 글"), "pending")
    make_comment(task=task, author=reader, body="내 글")
    make_comment(task=make_task(), body="다른 과제의 글")
    still_nothing = ask(client, task, after=old.pk)
    make_comment(task=task, body="새 글"), make_comment(parent=old, body="새 답글")

    found = ask(client, task, after=old.pk)
    told = ask(client, task, after=old.pk, told=2)

    assert (nothing.status_code, still_nothing.status_code, told.status_code) == (204, 204, 204)
    assert "새 의견 2건 보기" in found.content.decode()
    assert f'href="{task.get_absolute_url()}?sort=newest#comments"' in found.content.decode()
    assert f"after={old.pk}&amp;told=2" in found.content.decode()


def test_without_javascript_the_address_leads_to_the_discussion(client):
    task = make_comment().task

    response = client.get(reverse("discussion:newer", args=[task.slug]), {"after": 1})

    assert (response.status_code, response.url) == (302, f"{task.get_absolute_url()}#discussion")


@pytest.mark.parametrize("params", [{}, {"after": "x"}, {"after": "-1"}, {"after": "9" * 20}, {"after": 1, "told": "x"}])
def test_nonsense_is_not_found(client, params):
    assert ask(client, make_task(), **params).status_code == 404
