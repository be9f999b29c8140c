"""What a comment said before: for whom, in which words, and never what is withheld."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.discussion import services
from portal.discussion.models import Comment, CommentRevision
from portal.discussion.threads.history import word_diff
from tests.factories import make_citizen, make_comment, make_moderator, make_task, put

pytestmark = pytest.mark.django_db
PHONE = "제 번호는 010-2345-6789입니다"


def changed(*wordings: str) -> Comment:
    """A comment of yesterday that said each of these in turn, an hour apart."""
    comment = put(make_comment(body=wordings[0]), "published")
    yesterday = timezone.now() - timedelta(days=1)
    Comment.objects.filter(pk=comment.pk).update(created_at=yesterday)
    for hour, (before, after) in enumerate(pairwise(wordings), start=1):
        at = yesterday + timedelta(hours=hour)
        CommentRevision.objects.create(comment=comment, body=before, replaced_at=at)
        Comment.objects.filter(pk=comment.pk).update(body=after, edited_at=at)
    comment.refresh_from_db()
    return comment


def address(comment: Comment) -> str:
    return reverse("discussion:history", args=[comment.pk])


def test_each_change_is_shown_word_by_word_the_newest_first(client):
    comment = changed("밤길이 어둡습니다", "밤길이 너무 어둡습니다", "골목이 너무 어둡습니다")

    response = client.get(address(comment))

    assert [[(piece.kind, piece.text) for piece in change.pieces] for change in response.context["changes"]] == [
        [("del", "밤길이 "), ("ins", "골목이 "), ("", "너무 어둡습니다")],
        [("", "밤길이 "), ("ins", "너무 "), ("", "어둡습니다")],
    ]
    assert [change.before for change in response.context["changes"]] == ["밤길이 너무 어둡습니다", "밤길이 어둡습니다"]


def test_markup_in_earlier_words_is_shown_as_words(client):
    text = client.get(address(changed("<script>alert(1)</script>", "<b>굵게</b> <i>"))).content.decode()

    assert "<script>alert" not in text
    assert "<b>굵게" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2  # in the difference and as a whole


def test_withheld_words_stand_in_no_difference_either(client):
    comment = changed(PHONE, "지운 글입니다", "고친 글입니다")
    CommentRevision.objects.filter(body=PHONE).update(is_withheld=True)

    response = client.get(address(comment))

    assert "010-2345" not in response.content.decode()
    assert [(change.before, bool(change.pieces)) for change in response.context["changes"]] == [
        ("지운 글입니다", True),
        (None, False),
    ]


def test_more_than_ten_changes_come_in_pages_without_a_gap(client):
    wordings = [f"{number}번째 글" for number in range(14)]
    comment = changed(*wordings)

    pages = [client.get(address(comment), {"page": page}).context["changes"] for page in (1, 2)]

    assert [change.before for page in pages for change in page] == wordings[-2::-1]
    assert ["".join(p.text for p in change.pieces if p.kind != "del") for page in pages for change in page] == wordings[:0:-1]
    assert client.get(address(comment), {"page": 3}).status_code == 404


@pytest.mark.parametrize("state", ["pending", "under_review", "hidden", "taken_down", "withdrawn"])
def test_it_is_there_exactly_as_long_as_the_words_may_be_read(client, state):
    comment = put(changed("먼저 쓴 글", "나중에 쓴 글"), state)
    people = [None, make_citizen(), make_moderator(tasks=[make_task()]), comment.author, make_moderator()]

    def status(person) -> int:
        client.logout()
        if person:
            client.force_login(person)
        return client.get(address(comment)).status_code

    insiders = 404 if state == "withdrawn" else 200
    assert [status(person) for person in people] == [404, 404, 404, insiders, insiders]
    put(comment, "published")
    assert [status(person) for person in people] == [200] * 5


def test_a_change_within_ten_minutes_leaves_no_mark_and_no_page(client):
    comment = make_comment(body="먼저 쓴 글")
    services.edit(comment=comment, author=comment.author, body="바로 고친 글")

    text = client.get(comment.task.get_absolute_url()).content.decode()

    assert address(comment) not in text
    assert client.get(address(comment)).status_code == 404


def test_the_mark_leads_to_the_earlier_words(client):
    comment = changed("먼저 쓴 글", "나중에 쓴 글")

    text = client.get(comment.task.get_absolute_url()).content.decode()

    assert f'<a class="comment__edited" href="{address(comment)}"' in text


@given(st.lists(st.sampled_from(["가", "나\n", "다 ", " "])), st.lists(st.sampled_from(["가", "나\n", "라 "])))
def test_a_difference_holds_both_texts(before, after):
    before, after = "".join(before).strip(), "".join(after).strip()

    pieces = word_diff(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == after
