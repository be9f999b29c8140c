"""From enough agreement to a commitment that was kept or not: each step is dated, public, and told to the author."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.answers import services
from portal.answers.models import AnswerRequest, AnswerStep, Commitment, Outcome, State
from portal.core.errors import InvalidInput
from portal.core.text.cleaning import UnusableText
from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.discussion.models import State as CommentState
from portal.notifications.models import Notification
from tests.factories import (
    make_answer,
    make_answer_request,
    make_citizen,
    make_comment,
    make_department,
    make_officer,
    make_task,
    put,
)

pytestmark = pytest.mark.django_db
PROMISE = services.Promise("그늘막 열 곳을 더 세웁니다.", date(2027, 3, 31), "We put up ten more shades.")


def told(comment: Comment) -> list[str]:
    """The kinds of mails that wait for the author, in order."""
    return list(Notification.objects.filter(recipient=comment.author).queued().values_list("kind", flat=True))


def test_the_whole_loop(mailbox, settings):
    settings.ANSWER_THRESHOLD = 1
    first, second = (make_department(name_ko=name, name_en=name) for name in ("교통정책과", "공원녹지과"))
    comment = make_comment(task=make_task(department_ko="교통정책과"), author=make_citizen(language="en"))
    other, officer = make_officer(department=first), make_officer(department=second)
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False) as clock:
        discussion.vote(comment=comment, voter=make_citizen(), value="agree")
        services.take_up_owed(now=timezone.now())
        request = services.start_review(request=AnswerRequest.objects.get(), officer=other)
        clock.move_to("2026-11-27T09:00:00+09:00")
        services.hand_over(request=request, officer=other, department=second, note="그늘막은 공원녹지과의 일입니다.")
        clock.move_to("2026-11-30T09:00:00+09:00")
        services.start_review(request=request, officer=officer)
        clock.move_to("2026-12-02T09:00:00+09:00")
        request = services.answer(
            request=request,
            officer=officer,
            body="내년 봄에 늘립니다.",
            outcome=Outcome.PARTLY,
            reason="예산이 절반만 있습니다.",
            promises=[PROMISE],
        )
        clock.move_to("2027-04-01T09:00:00+09:00")
        services.miss(commitment=request.commitments.get(), officer=officer, reason="공사가 늦어졌습니다. 5월까지 세웁니다.")
        mails = [mail["Subject"].removeprefix("[Hanbat Madang] ") for mail in mailbox.deliver()]

    assert (request.state, request.department, request.due_on) == (State.ANSWERED, second, date(2026, 12, 10))
    assert request.reply.body == "내년 봄에 늘립니다."
    assert request.reply.department == second
    assert [(step.kind, f"{step.happened_at:%m-%d}", step.to_department) for step in request.steps.order_by("pk")] == [
        ("received", "11-26", first),
        ("in_review", "11-26", first),
        ("handed_over", "11-27", second),
        ("in_review", "11-30", second),
        ("answered", "12-02", second),
        ("not_kept", "04-01", second),
    ]
    assert mails == [
        "Your comment will be answered",
        "Your comment is being reviewed",
        "Another department will answer your comment",
        "Your comment is being reviewed",
        "Your comment was answered",
        "A commitment of the city was not kept",
    ]


def test_the_author_gets_one_mail_about_the_answer_whoever_began_the_thread_the_usual_one():
    root = make_comment()
    comment = make_comment(task=root.task, parent=root)

    make_answer(comment=comment)

    assert told(comment) == ["answer_received", "answer_given"]
    assert told(root) == ["comment_replied", "comment_officially_answered"]


def test_an_answer_is_all_or_nothing():
    officer = make_officer()
    request = make_answer_request(officer=officer)
    words = {"body": "답변드립니다.", "outcome": "accepted", "reason": "이유입니다."}
    refused = [
        (InvalidInput, {**words, "outcome": "perhaps"}),
        (UnusableText, {**words, "reason": " "}),
        (UnusableText, {**words, "body": ""}),
        (InvalidInput, {**words, "promises": [PROMISE, services.Promise("어제까지 합니다.", date(2020, 1, 1))]}),
        (services.NotYourDepartment, {**words, "officer": make_officer()}),
    ]

    for violation, values in refused:
        with pytest.raises(violation):
            services.answer(**{"request": request, "officer": officer, **values})

    request.refresh_from_db()
    assert (request.state, Comment.objects.filter(department__isnull=False).count()) == (State.RECEIVED, 0)
    assert not Commitment.objects.exists()
    assert told(request.comment) == ["answer_received"]


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, False), (1, True)])
def test_a_promise_is_for_a_day_that_is_still_to_come(days, is_taken):
    promise = services.Promise("그늘막을 늘립니다.", timezone.localdate() + timedelta(days=days))

    with nullcontext() if is_taken else pytest.raises(InvalidInput):
        make_answer(promises=[promise])

    assert Commitment.objects.count() == is_taken


def test_the_same_form_sent_twice_answers_once():
    officer = make_officer()
    request = make_answer_request(officer=officer)
    values = {
        "request": request,
        "officer": officer,
        "body": "답변",
        "outcome": "accepted",
        "reason": "이유",
        "promises": [PROMISE],
    }
    key = "6f1e1f4e-53cb-4ac4-9d0e-8a2f4e3b7a11"

    first, second = (services.answer(**values, form_key=key) for _ in range(2))

    assert first.reply == second.reply
    assert (Commitment.objects.count(), AnswerStep.objects.filter(kind="answered").count()) == (1, 1)


def test_an_answer_is_given_once():
    officer = make_officer()
    request = make_answer(officer=officer)

    with pytest.raises(services.AnsweredBefore):
        make_answer(request=request, officer=officer, body="다른 답변")

    assert Comment.objects.filter(department__isnull=False).count() == 1


def test_an_answer_that_was_withdrawn_answers_nothing_and_is_given_anew():
    officer = make_officer()
    request = make_answer(officer=officer)
    discussion.withdraw(comment=request.reply, author=officer)

    again = make_answer(request=request, officer=officer, body="새 답변", outcome="not_accepted")

    assert (again.reply.body, again.outcome) == ("새 답변", Outcome.NOT_ACCEPTED)
    assert again.answered_at > request.answered_at


def test_whether_a_commitment_was_kept_is_said_once():
    officer = make_officer()
    commitment = make_answer(officer=officer, promises=[PROMISE]).commitments.get()

    kept = services.keep(commitment=commitment, officer=officer, reason="현장에 세웠습니다.")

    assert (kept.state, kept.reason, kept.decided_by) == (Commitment.State.KEPT, "현장에 세웠습니다.", officer)
    with pytest.raises(services.DecidedBefore):
        services.miss(commitment=commitment, officer=officer, reason="아닙니다.")
    assert told(commitment.answer_request.comment) == ["answer_received", "answer_given", "answer_commitment_decided"]


def test_nothing_is_said_about_what_an_answer_promised_that_is_not_shown():
    officer = make_officer()
    request = make_answer(officer=officer, promises=[PROMISE])
    put(request.reply, CommentState.HIDDEN)

    for say in (services.keep, services.miss):
        with pytest.raises(services.NotShownNow):
            say(commitment=request.commitments.get(), officer=officer, reason="세웠습니다.")


def test_another_department_does_nothing_with_a_request():
    request, stranger = make_answer_request(), make_officer()
    commitment = make_answer(promises=[PROMISE]).commitments.get()
    calls = [
        lambda: services.start_review(request=request, officer=stranger),
        lambda: services.hand_over(request=request, officer=stranger, department=stranger.department, note="저희가 합니다."),
        lambda: services.add_note(request=request, officer=stranger, text="메모"),
        lambda: services.keep(commitment=commitment, officer=stranger, reason="지켰습니다."),
    ]

    for call in calls:
        with pytest.raises(services.NotYourDepartment):
            call()


def test_a_lost_role_counts_at_once():
    officer = make_officer()
    request = make_answer_request(officer=officer)
    type(officer).objects.get(pk=officer.pk).groups.clear()

    with pytest.raises(services.NotYourDepartment):
        services.start_review(request=request, officer=officer)


@pytest.mark.parametrize(
    "state", [CommentState.HIDDEN, CommentState.WITHDRAWN, CommentState.TAKEN_DOWN, CommentState.UNDER_REVIEW]
)
def test_about_a_comment_that_is_not_shown_nothing_is_done_and_nobody_is_told(mailbox, state):
    officer = make_officer()
    request = make_answer_request(officer=officer)
    put(request.comment, state)

    for call in (
        lambda: services.start_review(request=request, officer=officer),
        lambda: services.hand_over(request=request, officer=officer, department=make_department(), note="이유"),
        lambda: services.add_note(request=request, officer=officer, text="메모"),
    ):
        with pytest.raises(services.NotShownNow):
            call()
    with pytest.raises(discussion.NotAnswerable):
        make_answer(request=request, officer=officer)
    assert mailbox.deliver() == []
    assert Notification.objects.get(kind="answer_received").state == "suppressed"


def test_when_the_answer_is_hidden_before_its_mail_leaves_nobody_is_told(mailbox):
    request = make_answer()
    put(request.reply, CommentState.HIDDEN)

    mailbox.deliver()

    assert Notification.objects.get(kind="answer_given").state == "suppressed"
