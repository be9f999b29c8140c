"""The box to write in stands before the list, for everybody; what changes the list says so and takes the focus along."""

import re
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.urls import reverse

from portal.discussion import services
from portal.discussion.models import Comment
from tests.factories import make_citizen, make_comment, make_identity, make_suspension, make_task
from tests.markup import markup

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TYPED = "정류장 의자 옆에도 안내판이 있으면 좋겠습니다"


def as_reader(client, kind: str) -> None:
    """Sign in as somebody of this kind, if they sign in at all."""
    if kind == "suspended":
        person = make_citizen()
        make_suspension(person=person)
        client.force_login(person)
    elif kind != "visitor":
        client.force_login(make_citizen(verified=kind == "citizen"))


@pytest.mark.parametrize(
    ("reader", "button"),
    [
        ("visitor", "Sign in and post"),
        ("unverified", "Verify my identity and post"),
        ("citizen", "Post comment"),
        ("suspended", None),
    ],
)
def test_the_box_comes_before_the_filters_and_its_button_says_what_happens(client, reader, button):
    task = make_comment().task
    as_reader(client, reader)

    page = markup(client.get(f"/en/tasks/{task.slug}/"))

    box = page.partition('id="comment-form"')[2].partition('class="order"')[0]
    assert re.findall("<button class=.button button--primary.[^>]*>(.+?)</button>", box) == ([button] if button else [])
    assert ("<textarea" in box) == bool(button)


def test_a_closed_discussion_says_so_instead_of_the_box(client):
    task = make_comment().task
    services.close_discussion(task=task)

    page = markup(client.get(f"/en/tasks/{task.slug}/"))

    assert "<textarea" not in page
    assert "The discussion of this task is closed." in page


def test_the_button_signs_in_first_then_verifies_and_the_words_wait_in_the_box(client):
    task, person = make_task(), make_citizen(verified=False)
    address = reverse("discussion:post", args=[task.slug])

    def press() -> str:
        return client.post(address, {"body": TYPED, "form_key": str(uuid4()), "way_in": "yes"}).url

    def box() -> str:
        return client.get(task.get_absolute_url()).context["form"]["body"].value()

    to_sign_in = press()
    client.force_login(person)
    signed_in, to_verify = box(), press()
    type(person).objects.filter(pk=person.pk).update(identity=make_identity())
    verified = box()
    press()

    back = quote(f"{task.get_absolute_url()}#comment-form", safe="")
    ways = [f"{reverse(name)}?next={back}" for name in ("account_login", "accounts:verify")]
    assert [quote(way, safe="%?=/") for way in (to_sign_in, to_verify)] == ways
    assert (signed_in, verified) == (TYPED, TYPED)
    assert [comment.body for comment in Comment.objects.all()] == [TYPED]


def test_a_list_that_was_filtered_is_announced_its_heading_takes_the_focus_and_its_address_is_short(client):
    task = make_comment(stance="for").task
    make_comment(task=task, stance="against"), make_comment(task=task, stance="against")

    part = client.get(f"/en/tasks/{task.slug}/", {"sort": "newest", "stance": "against", "topic": ""}, headers=HTMX)

    text = markup(part)
    assert 'id="comments-title" data-announce data-focus>2 of 3 comments, Newest</h3>' in text
    assert part["HX-Push-Url"] == f"/en/tasks/{task.slug}/?sort=newest&stance=against"


def test_the_next_twenty_are_added_and_the_first_of_them_takes_the_focus(client):
    task = make_task()
    for _ in range(23):
        make_comment(task=task)

    first = markup(client.get(f"/en/tasks/{task.slug}/"))
    part = client.get(f"/en/tasks/{task.slug}/", {"page": 2}, headers=HTMX)
    alone = client.get(f"/en/tasks/{task.slug}/", {"page": 2})

    assert "Show 3 more comments (20 of 23)" in first
    assert [entry.has_focus for entry, _more in part.context["first_rows"]] == [True, False, False]
    assert "HX-Push-Url" not in part
    assert "Earlier part of the list" in alone.content.decode()


def test_the_front_opens_three_threads_and_folds_the_rest_but_no_list_that_was_asked_for(client):
    task = make_task()
    for _ in range(7):
        make_comment(parent=make_comment(task=task))

    front, asked = (client.get(task.get_absolute_url(), params).context for params in ({}, {"sort": "newest"}))

    assert [(len(page["first_rows"]), len(page["folded_rows"])) for page in (front, asked)] == [(6, 8), (14, 0)]


def test_a_vote_is_announced_with_its_counts(client):
    comment = make_comment()
    client.force_login(make_citizen())

    part = client.post(f"/en{reverse('discussion:vote', args=[comment.pk])}", {"value": "agree", "seen": ""}, headers=HTMX)

    assert 'data-announce="Your vote: Agree. Agree 1, Disagree 0, Pass 0"' in markup(part)
