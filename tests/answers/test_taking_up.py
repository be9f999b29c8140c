"""Which comments are owed an answer, by whom and by when."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from portal.answers import services
from portal.answers.jobs import take_up_owed_answers
from portal.answers.models import AnswerRequest, AnswerStep, Origin, State
from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.discussion.models import State as CommentState
from portal.discussion.services import NotAnOfficer
from tests.at_once import at_once
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

NOW = "2026-11-26T10:00:00+09:00"


def agreed(count: int, **fields) -> Comment:
    """A comment with so much agreement."""
    comment = make_comment(**fields)
    Comment.objects.filter(pk=comment.pk).update(agree_count=count)
    return comment


@time_machine.travel(NOW, tick=False)
def test_enough_agreement_makes_the_department_of_the_task_owe_an_answer(db, settings):
    settings.ANSWER_THRESHOLD = 2
    department = make_department(name_ko="교통정책과")
    comment = make_comment(task=make_task(department_ko="교통정책과"))
    for _ in range(2):
        discussion.vote(comment=comment, voter=make_citizen(), value="agree")

    take_up_owed_answers(timestamp=0)

    request = AnswerRequest.objects.get()
    assert (request.comment, request.task, request.department) == (comment, comment.task, department)
    assert (request.origin, request.state, request.taken_up_by) == (Origin.THRESHOLD, State.RECEIVED, None)
    assert (request.received_at, request.due_on) == (timezone.now(), date(2026, 12, 10))
    [step] = request.steps.all()
    assert (step.kind, step.happened_at, step.to_department, step.by) == ("received", timezone.now(), department, None)


def test_one_voice_less_is_not_enough(db):
    agreed(9)

    assert services.take_up_owed(now=timezone.now()) == 0


def test_a_comment_is_taken_up_once(db):
    agreed(10)

    assert [services.take_up_owed(now=timezone.now()) for _ in range(2)] == [1, 0]


def test_what_was_voted_away_again_stays_owed(db):
    comment = agreed(10)
    services.take_up_owed(now=timezone.now())
    Comment.objects.filter(pk=comment.pk).update(agree_count=3)

    services.take_up_owed(now=timezone.now())

    assert AnswerRequest.objects.get().comment == comment


@pytest.mark.parametrize("state", [state for state in CommentState if state != CommentState.PUBLISHED])
def test_a_comment_that_is_not_shown_is_not_taken_up(db, state):
    put(agreed(50), state)

    assert services.take_up_owed(now=timezone.now()) == 0
    assert not AnswerRequest.objects.exists()


def test_official_replies_are_owed_no_answer(db):
    reply = discussion.reply_officially(comment=make_comment(), officer=make_officer(), body="답변드립니다.")
    Comment.objects.filter(pk=reply.pk).update(agree_count=30)

    assert services.take_up_owed(now=timezone.now()) == 0
    with pytest.raises(services.NotOwed):
        services.take_up(comment=reply, officer=make_officer())


def test_without_a_known_department_the_request_waits_for_one(db):
    agreed(10, task=make_task(department_ko="없는 과"))

    services.take_up_owed(now=timezone.now())

    assert AnswerRequest.objects.get().department is None


def test_an_officer_takes_a_comment_up_by_hand(db):
    officer = make_officer()

    request = services.take_up(comment=make_comment(), officer=officer)

    assert (request.origin, request.taken_up_by, request.department) == (Origin.BY_HAND, officer, officer.department)


def test_taken_up_by_hand_it_goes_to_the_department_of_its_task(db):
    department = make_department(name_ko="교통정책과")
    comment = make_comment(task=make_task(department_ko="교통정책과"))

    assert services.take_up(comment=comment, officer=make_officer()).department == department


def test_nobody_but_an_officer_takes_a_comment_up(db):
    with pytest.raises(NotAnOfficer):
        services.take_up(comment=make_comment(), officer=make_citizen())


@pytest.mark.django_db(transaction=True)
def test_two_who_take_up_the_same_comment_make_one_request():
    comment, officers = agreed(10), [make_officer() for _ in range(3)]
    by_hand = [lambda officer=officer: services.take_up(comment=comment, officer=officer) for officer in officers]

    results = at_once([*by_hand, lambda: services.take_up_owed(now=timezone.now())])

    assert AnswerRequest.objects.count() == AnswerStep.objects.count() == 1
    assert all(isinstance(result, AnswerRequest | int | services.TakenUpBefore) for result in results)


def test_the_author_is_told_by_when_an_answer_is_due(mailbox, db):
    with time_machine.travel(NOW, tick=False):
        request = make_answer_request(comment=make_comment(author=make_citizen(language="en")))

        [mail] = mailbox.deliver()

    assert mail["X-Envelope-To"] == request.comment.author.email
    assert mail["Subject"] == "[Hanbat Madang] Your comment will be answered"
    assert "Thu 10 December 2026" in mail.get_content()
    assert f"/en/answers/{request.pk}/" in mail.get_content()


def test_nothing_that_must_not_be_turned_can_be_written(db):
    answered, other = (
        make_answer(promises=[services.Promise("늘립니다", timezone.localdate() + timedelta(days=9))]),
        make_officer(),
    )
    requests, steps = AnswerRequest.objects.filter(pk=answered.pk), AnswerStep.objects.filter(answer_request=answered)
    later = timezone.now() + timedelta(days=30)
    forbidden = [
        lambda: requests.update(due_on=later.date()),
        lambda: requests.update(received_at=later),
        lambda: requests.update(taken_up_by=other),
        lambda: requests.update(state="received", outcome="", reason="", reply=None, answered_at=None),
        lambda: requests.update(reason=" "),
        lambda: requests.update(outcome=""),
        lambda: requests.update(answered_at=answered.answered_at - timedelta(microseconds=1)),
        lambda: steps.update(note="바꾼 말"),
        lambda: steps.update(happened_at=later),
        lambda: steps._raw_delete("default"),
        lambda: requests._raw_delete("default"),
        lambda: answered.commitments.update(due_on=later.date()),
        lambda: answered.commitments.update(sentence_ko="줄입니다"),
        lambda: answered.commitments.update(state="kept"),
        lambda: answered.commitments.all()._raw_delete("default"),
    ]

    for write in forbidden:
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            write()


def test_the_database_keeps_one_request_for_each_comment(db):
    request = make_answer_request()

    request.pk = None
    with pytest.raises(IntegrityError):
        request.save(force_insert=True)
