"""The buttons of a vote: with and without htmx, and for people who may not vote."""

import pytest
from django.urls import reverse

from portal.discussion import services
from portal.discussion.models import Comment, Vote
from tests.factories import make_citizen, make_comment
from tests.markup import markup

pytestmark = pytest.mark.django_db


def address(comment: Comment) -> str:
    """Where the buttons send to."""
    return reverse("discussion:vote", args=[comment.pk])


def test_without_javascript_a_vote_leads_back_to_where_it_was_given(client):
    comment = make_comment()
    client.force_login(make_citizen())
    here = f"{comment.task.get_absolute_url()}?sort=oldest#comment-{comment.pk}"

    response = client.post(address(comment), {"value": "agree", "seen": "", "next": here})

    assert (response.status_code, response.url) == (302, here)
    assert Vote.objects.get().value == "agree"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "", "/\\example.org"])
def test_a_vote_never_leads_to_another_site(client, elsewhere):
    comment = make_comment()
    client.force_login(make_citizen())

    response = client.post(address(comment), {"value": "agree", "next": elsewhere})

    assert response.url == comment.get_absolute_url()


def test_with_htmx_the_buttons_come_back_pressed(client):
    comment = make_comment()
    client.force_login(make_citizen())

    response = client.post(address(comment), {"value": "agree", "seen": ""}, headers={"HX-Request": "true"})

    text = markup(response)
    assert [(b.value, b.count, b.is_pressed) for b in response.context["entry"].buttons] == [
        ("agree", 1, True), ("disagree", 0, False), ("pass", 0, False),
    ]  # fmt: skip
    assert 'value="agree" aria-pressed="true" data-focus' in " ".join(text.split())
    assert '<input type="hidden" name="seen" value="agree">' in text
    assert "<html" not in text


def test_the_page_shows_my_vote_pressed_and_others_not(client):
    comment, voter = make_comment(), make_citizen()
    services.vote(comment=comment, voter=voter, value="disagree")

    def pressed(person) -> list[bool]:
        client.force_login(person)
        [(entry, _more)] = client.get(comment.task.get_absolute_url()).context["rows"]
        return [button.is_pressed for button in entry.buttons]

    assert pressed(voter) == [False, True, False]
    assert pressed(make_citizen()) == [False, False, False]


@pytest.mark.parametrize(("reader", "way"), [("visitor", "account_login"), ("unverified", "accounts:verify")])
def test_the_buttons_of_those_who_are_not_let_in_yet_lead_to_the_way_in_and_back(client, reader, way):
    comment = make_comment()
    if reader == "unverified":
        client.force_login(make_citizen(verified=False))

    text = markup(client.get(comment.task.get_absolute_url()))

    back = f"{comment.task.get_absolute_url()}#comment-{comment.pk}"
    assert f'<form id="way-in" method="get" action="{reverse(way)}">' in text
    assert text.count(f'<button class="vote__button" form="way-in" name="next" value="{back}"') == 3
    assert reverse("discussion:vote", args=[comment.pk]) not in text


@pytest.mark.parametrize("reader", ["author", "visitor of a closed discussion"])
def test_those_who_may_not_vote_see_the_counts_without_buttons(client, reader):
    comment = make_comment()
    services.vote(comment=comment, voter=make_citizen(), value="agree")
    if reader == "author":
        client.force_login(comment.author)
    else:
        services.close_discussion(task=comment.task)

    text = client.get(comment.task.get_absolute_url()).content.decode()

    assert 'class="vote__button"' not in text
    assert '<span class="vote__tally">공감 1</span>' in text


@pytest.mark.parametrize(
    ("reader", "status", "leads_to"), [("visitor", 401, "account_login"), ("unverified", 403, "accounts:verify")]
)
def test_those_who_may_not_vote_are_told_what_to_do(client, reader, status, leads_to):
    comment = make_comment()
    if reader == "unverified":
        client.force_login(make_citizen(verified=False))

    response = client.post(address(comment), {"value": "agree"})

    assert response.status_code == status
    assert f'href="{reverse(leads_to)}?next=' in response.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"value": "love"}, {"value": "agree", "seen": "love"}])
def test_nonsense_is_no_vote(client, fields):
    comment = make_comment()
    client.force_login(make_citizen())

    response = client.post(address(comment), fields)

    assert response.status_code == 422
    assert not Vote.objects.exists()


def test_the_author_cannot_vote_through_the_address_either(client):
    comment = make_comment()
    client.force_login(comment.author)

    assert client.post(address(comment), {"value": "agree"}).status_code == 409
    assert Comment.objects.get().agree_count == 0


@pytest.mark.parametrize(
    ("agree", "said"),
    [(0, None), (1, None), (2, "2명이 더 공감하면 답변 대상"), (3, "1명이 더 공감하면 답변 대상"), (4, None)],
)
def test_a_comment_that_lacks_one_or_two_says_so_to_everybody(client, settings, agree, said):
    settings.ANSWER_THRESHOLD = 4
    comment = make_comment()
    Comment.objects.update(agree_count=agree)

    assert ("vote__nearly" in markup(client.get(comment.task.get_absolute_url()))) == (said is not None)
    client.force_login(make_citizen())
    assert (said or "") in markup(client.get(comment.task.get_absolute_url()))


def test_the_vote_that_makes_an_answer_due_takes_the_hint_away(client, settings):
    settings.ANSWER_THRESHOLD = 2
    comment = make_comment()
    Comment.objects.update(agree_count=1)
    client.force_login(make_citizen())

    assert "vote__nearly" in client.get(comment.task.get_absolute_url()).content.decode()
    assert (
        "vote__nearly" not in client.post(address(comment), {"value": "agree"}, headers={"HX-Request": "true"}).content.decode()
    )
