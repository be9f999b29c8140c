"""A published answer with a wrong figure is put right at any time, and everybody can see what it said before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts import services as accounts
from portal.answers import services
from portal.answers.models import AnswerRequest
from portal.discussion import services as discussion
from portal.discussion.gate import DiscussionClosed, Suspended
from portal.discussion.models import Comment, CommentRevision
from portal.discussion.models import State as CommentState
from tests.factories import make_answer, make_citizen, make_officer, put

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "그늘막 1000곳을 세웁니다.", "그늘막 100곳을 세웁니다."


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def closed(officer) -> AnswerRequest:
    """An answer with a wrong figure in a discussion that was closed since."""
    request = make_answer(officer=officer, body=WRONG)
    discussion.close_discussion(task=request.task)
    return request


def in_english(name: str, key: int) -> str:
    return f"/en{reverse(name, args=[key])}".replace("/en/en/", "/en/")


def test_a_colleague_corrects_the_answer_in_a_closed_discussion_and_the_earlier_words_stay(closed, officer):
    before = AnswerRequest.objects.values().get()

    discussion.edit(comment=closed.reply, author=make_officer(department=officer.department), body=RIGHT)

    assert Comment.objects.get(pk=closed.reply_id).body == RIGHT
    assert list(CommentRevision.objects.values_list("comment", "body", "is_withheld")) == [(closed.reply_id, WRONG, False)]
    assert AnswerRequest.objects.values().get() == before


def test_citizens_change_nothing_there_and_officers_of_others_neither(closed):
    citizens = closed.comment

    with pytest.raises(DiscussionClosed):
        discussion.edit(comment=citizens, author=citizens.author, body="버스를 늘려 주세요")
    for stranger in (make_officer(), make_citizen()):
        with pytest.raises(discussion.NotYours):
            discussion.edit(comment=closed.reply, author=stranger, body=RIGHT)


def test_who_is_suspended_corrects_nothing(closed, officer):
    accounts.suspend_until(person=officer, until=timezone.now() + timedelta(days=1))

    with pytest.raises(Suspended):
        discussion.edit(comment=closed.reply, author=officer, body=RIGHT)


def test_the_form_of_the_correction_opens_from_the_desk_and_takes_it(client, closed, officer):
    client.force_login(officer)
    address = reverse("discussion:edit", args=[closed.reply_id])

    desk = client.get(in_english("answers:desk_detail", closed.pk)).content.decode()
    form = client.get(in_english("discussion:edit", closed.reply_id)).content.decode()
    sent = client.post(address, {"body": RIGHT}, follow=True)

    assert f'href="/en{address.removeprefix("/en")}"' in desk
    assert WRONG in form
    assert "<textarea" in form
    assert "The discussion of this task is closed." not in form
    assert "Correct the answer" in form
    assert "Your comment" not in form
    assert "답변을 바로잡았습니다." in sent.content.decode()
    assert Comment.objects.get(pk=closed.reply_id).body == RIGHT


def test_the_page_of_the_answer_says_that_it_was_edited_and_leads_to_the_earlier_words(client, closed, officer):
    page, history = in_english("answers:request_detail", closed.pk), in_english("discussion:history", closed.reply_id)
    assert history not in client.get(page).content.decode()

    discussion.edit(comment=closed.reply, author=officer, body=RIGHT)

    assert f'href="{history}"' in client.get(page).content.decode()
    earlier = client.get(history).content.decode()
    assert WRONG in earlier
    assert "Ten minutes after it was written" not in earlier


def test_an_answer_that_came_back_after_a_hand_over_stands_in_the_name_of_who_gave_it(client, officer):
    request, other = make_answer(officer=officer), make_officer()
    put(request.reply, CommentState.HIDDEN)
    services.hand_over(request=request, officer=officer, department=other.department, note="그곳 일입니다.")
    put(request.reply, CommentState.PUBLISHED)
    client.force_login(other)

    page = client.get(in_english("answers:request_detail", request.pk))
    desk = client.get(in_english("answers:desk_detail", request.pk)).content.decode()

    assert page.context["line"].department == officer.department.name
    assert in_english("discussion:edit", request.reply_id) not in desk
