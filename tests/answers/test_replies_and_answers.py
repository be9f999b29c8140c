"""What a department owes it gives as the answer: also in a closed discussion, and never as a reply that only looks like one."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.accounts import services as accounts
from portal.answers import services
from portal.answers.models import AnswerRequest, AnswerStep, State
from portal.discussion import services as discussion
from portal.discussion.gate import DiscussionClosed, Suspended
from portal.discussion.models import Comment
from portal.discussion.models import State as CommentState
from tests.factories import make_answer, make_answer_request, make_citizen, make_comment, make_officer, put

pytestmark = pytest.mark.django_db
WORDS = "내년 봄에 그늘막을 세웁니다."
KEY = "7e0b2f1a-6a56-4c8e-9a13-7e5a0f2a51c1"


@pytest.fixture
def officer():
    return make_officer()


def official_replies() -> list[str]:
    return list(Comment.objects.filter(department__isnull=False).order_by("pk").values_list("body", flat=True))


def form_of(comment: Comment) -> str:
    return f"/en{reverse('answers:reply_officially', args=[comment.pk])}".replace("/en/en/", "/en/")


def test_a_closed_discussion_takes_the_answer_that_is_owed_and_all_steps_before_it(officer):
    request = make_answer_request(officer=make_officer())
    discussion.close_discussion(task=request.task)

    services.hand_over(
        request=request, officer=make_officer(department=request.department), department=officer.department, note="그곳 일입니다."
    )
    services.start_review(request=request, officer=officer)
    request = make_answer(request=request, officer=officer)

    assert list(request.steps.order_by("pk").values_list("kind", flat=True)) == [
        "received",
        "handed_over",
        "in_review",
        "answered",
    ]
    assert official_replies() == [request.reply.body]


def test_a_closed_discussion_takes_nothing_else(officer):
    request = make_answer(officer=officer)
    discussion.close_discussion(task=request.task)

    for act in (
        lambda: services.reply(comment=request.comment, officer=officer, body=WORDS),
        lambda: services.reply(comment=make_answer_request().comment, officer=officer, body=WORDS),
        lambda: discussion.post(task=request.task, author=make_citizen(), body="늦었나요", parent=request.reply),
    ):
        with pytest.raises(DiscussionClosed):
            act()
    with pytest.raises(services.AnsweredBefore):
        make_answer(request=request, officer=officer, body="덧붙입니다.")
    assert official_replies() == [request.reply.body]


def test_who_is_suspended_answers_nothing_in_a_closed_discussion_either(officer):
    request = make_answer_request(officer=officer)
    discussion.close_discussion(task=request.task)
    accounts.suspend_until(person=officer, until=timezone.now() + timedelta(days=1))

    with pytest.raises(Suspended):
        make_answer(request=request, officer=officer)


def test_the_page_of_a_closed_discussion_says_so_and_its_form_takes_the_answer(client, officer):
    request = make_answer_request(officer=officer)
    discussion.close_discussion(task=request.task)
    client.force_login(officer)

    page = client.get(f"/en/comments/{request.comment_id}/").content.decode()
    led = client.get(form_of(request.comment))
    sent = client.post(
        led.url,
        {"body": WORDS, "outcome": "partly", "reason": "예산", "form_key": KEY, "publish": "1",
         "form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0},
    )  # fmt: skip

    assert "The discussion of this task is closed." in page
    assert led.url.endswith(f"/answers/desk/{request.pk}/answer/")
    assert sent.url.endswith(request.get_absolute_url().removeprefix("/en"))
    assert AnswerRequest.objects.get().state == State.ANSWERED
    assert official_replies() == [WORDS]


@pytest.mark.parametrize("is_in_review", [False, True])
def test_the_department_that_owes_the_answer_cannot_reply_beside_it(officer, is_in_review):
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False):
        request = make_answer_request(officer=officer)
        if is_in_review:
            services.start_review(request=request, officer=officer)
        before = AnswerRequest.objects.values().get(), AnswerStep.objects.count()

        with pytest.raises(services.AnswerOwed):
            services.reply(comment=request.comment, officer=officer, body=WORDS)

    assert (AnswerRequest.objects.values().get(), AnswerStep.objects.count()) == before
    assert (official_replies(), request.due_on) == ([], date(2026, 12, 10))


def test_other_departments_other_comments_and_answered_ones_take_ordinary_replies(officer):
    request = make_answer_request(officer=officer)
    below = make_comment(parent=request.comment)
    answered = make_answer(officer=officer)

    services.reply(comment=request.comment, officer=make_officer(), body="저희도 돕겠습니다.")
    services.reply(comment=below, officer=officer, body="언제인지 묻습니다.")
    services.reply(comment=answered.comment, officer=officer, body="덧붙입니다.")

    assert official_replies() == [answered.reply.body, "저희도 돕겠습니다.", "언제인지 묻습니다.", "덧붙입니다."]


def test_once_the_answer_is_gone_it_is_owed_again(officer):
    request = make_answer(officer=officer)
    discussion.withdraw(comment=request.reply, author=officer)

    with pytest.raises(services.AnswerOwed):
        services.reply(comment=request.comment, officer=officer, body=WORDS)


def test_the_form_leads_to_the_answer_with_what_was_typed(client, officer):
    comment = make_comment()
    client.force_login(officer)
    assert client.get(form_of(comment)).status_code == 200
    request = make_answer_request(comment=comment, officer=officer)  # while the officer types

    for _ in range(2):
        led = client.post(form_of(comment), {"body": WORDS, "form_key": KEY}, follow=True)

    page = led.content.decode()
    assert led.redirect_chain[-1][0].endswith(f"/answers/desk/{request.pk}/answer/")
    assert page.count(WORDS) == 1
    assert "Your department is due to answer this comment." in page
    assert official_replies() == []


def test_a_comment_that_is_hidden_is_answered_by_no_form(client, officer):
    request = make_answer_request(officer=officer)
    put(request.comment, CommentState.HIDDEN)
    client.force_login(officer)

    sent = client.post(form_of(request.comment), {"body": WORDS, "form_key": KEY})

    assert sent.status_code == 409
    assert official_replies() == []


def test_the_page_of_the_request_names_what_was_said_beside_the_answer(client, officer):
    comment = make_comment()
    early = services.reply(comment=comment, officer=officer, body="먼저 말씀드립니다.")
    request = make_answer_request(comment=comment, officer=officer)
    hidden = put(services.reply(comment=comment, officer=make_officer(), body="가려질 말"), CommentState.HIDDEN)
    elsewhere = services.reply(comment=make_comment(parent=comment), officer=make_officer(), body="다른 의견에 드리는 말")
    client.force_login(officer)

    pages = [client.get(f"/en/answers/{where}{request.pk}/") for where in ("", "desk/")]

    assert [page.context["replies"] for page in pages] == [[early], [early]]
    for page in pages:
        text = page.content.decode()
        assert "Other official replies to this comment" in text
        assert hidden.body not in text
        assert elsewhere.body not in text


def test_the_same_words_said_just_before_the_comment_was_taken_up_become_its_answer(officer):
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False) as clock:
        comment = make_comment()
        early = services.reply(comment=comment, officer=officer, body=WORDS)
        clock.move_to("2026-11-26T10:00:30+09:00")
        request = make_answer(request=make_answer_request(comment=comment, officer=officer), officer=officer, body=WORDS)

    assert (request.reply, request.answered_at) == (early, request.received_at)
    assert official_replies() == [WORDS]
