"""The public page that says why a comment is hidden."""

import pytest
from django.urls import reverse

from portal.discussion.models import State
from portal.moderation import services
from tests.factories import make_citizen, make_comment, make_decision, make_moderator, make_report, put

pytestmark = pytest.mark.django_db
REASON = "상대를 모욕하는 표현이 있습니다."


@pytest.fixture
def hidden():
    return make_decision(comment=make_comment(body="들통날낱말"), reason=REASON, note="내부메모낱말")


def page_for(client, person, comment):
    client.logout()
    if person:
        client.force_login(person)
    return client.get(reverse("moderation:explanation", args=[comment.pk]))


def test_everybody_reads_the_reason_and_only_insiders_the_text(client, hidden):
    readers = {"anonymous": None, "citizen": make_citizen(), "author": hidden.comment.author, "moderator": make_moderator()}

    pages = {name: page_for(client, person, hidden.comment).content.decode() for name, person in readers.items()}

    assert {name: REASON in page for name, page in pages.items()} == dict.fromkeys(readers, True)
    assert {name for name, page in pages.items() if "들통날낱말" in page} == {"author", "moderator"}
    assert {name for name, page in pages.items() if "내부메모낱말" in page or hidden.moderator.nickname in page} == set()


def test_after_restoring_only_author_and_moderators_read_what_was_decided(client, hidden):
    services.restore(comment=hidden.comment, moderator=make_moderator(), reason="다시 살펴보았습니다.")

    answers = [
        page_for(client, person, hidden.comment) for person in (None, make_citizen(), hidden.comment.author, make_moderator())
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 200, 200]
    assert [words in answers[2].content.decode() for words in (REASON, "다시 살펴보았습니다.")] == [True, True]


def test_there_is_nothing_to_explain_about_a_comment_that_was_only_kept(client):
    comment = make_report().comment
    services.keep(comment=comment, moderator=make_moderator(), reason="의견입니다.")

    assert [page_for(client, person, comment).status_code for person in (None, comment.author, make_moderator())] == [404] * 3


def test_its_author_reads_that_a_comment_under_review_was_kept(client):
    comment, moderator = put(make_comment(), State.UNDER_REVIEW), make_moderator()
    kept = services.keep(comment=comment, moderator=moderator, reason="의견입니다.")

    answers = [page_for(client, person, comment) for person in (None, comment.author)]
    services.undo(decision=kept, moderator=moderator)

    assert [answer.status_code for answer in answers] == [404, 200]
    assert "의견입니다." in answers[1].content.decode()
    assert list(comment.decisions.changing_visibility().values_list("action", flat=True).order_by("pk")) == ["keep", "undo"]


def test_the_page_says_how_to_object(client, hidden, settings):
    settings.CONTACT_EMAIL = "desk@example.org"

    assert "mailto:desk@example.org" in page_for(client, None, hidden.comment).content.decode()


def test_the_page_is_read_only(client, hidden):
    assert client.post(reverse("moderation:explanation", args=[hidden.comment.pk])).status_code == 405
