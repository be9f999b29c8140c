"""Two at the same desk at the same moment."""

from threading import Event
from time import sleep

import pytest
from django.db import transaction

from portal.accounts.models import User
from portal.answers import services
from portal.answers.models import AnswerRequest, Commitment
from portal.core.errors import RuleViolation
from portal.discussion.models import Comment
from portal.discussion.services import official
from tests.at_once import at_once
from tests.factories import make_answer, make_answer_request, make_comment, make_officer

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_who_answer_at_once_give_one_answer():
    officer = make_officer()
    colleague = make_officer(department=officer.department)
    request = make_answer_request(officer=officer)

    results = at_once(
        [lambda who=who, number=number: make_answer(request=request, officer=who, body=f"답변 {number}")
         for number, who in enumerate([officer, colleague])]
    )  # fmt: skip

    assert sorted(type(result).__name__ for result in results) == ["AnswerRequest", "AnsweredBefore"]
    assert Comment.objects.get(department__isnull=False) == AnswerRequest.objects.get().reply


def test_without_the_locks_two_answers_are_given(without_lock_on, monkeypatch):
    without_lock_on(AnswerRequest, Comment, before=AnswerRequest)
    # Both write to the root, and so hold it as well.
    monkeypatch.setattr(official, "note_official_answer", lambda _root: None)
    monkeypatch.setattr(official, "add", lambda reply: reply.save(force_insert=True))

    with pytest.raises(AssertionError):
        test_two_officers_who_answer_at_once_give_one_answer()


def test_handing_over_and_answering_at_once_leaves_one_of_both():
    officer, other = make_officer(), make_officer()
    request = make_answer_request(officer=officer)

    results = at_once(
        [
            lambda: make_answer(request=request, officer=officer),
            lambda: services.hand_over(request=request, officer=officer, department=other.department, note="이유"),
        ]
    )

    request.refresh_from_db()
    assert sum(isinstance(result, RuleViolation) for result in results) == 1
    assert (request.state == "answered") == (request.department == officer.department)
    assert Commitment.objects.count() == 0


def test_without_the_locks_both_happen(without_lock_on):
    without_lock_on(AnswerRequest, Comment, User, before=AnswerRequest)

    with pytest.raises(AssertionError):
        test_handing_over_and_answering_at_once_leaves_one_of_both()


def test_a_reply_waits_for_whoever_takes_the_comment_up_and_is_refused():
    officer, comment, is_taken_up = make_officer(), make_comment(), Event()

    @transaction.atomic
    def take_up():
        services.take_up(comment=comment, officer=officer)
        is_taken_up.set()
        sleep(0.5)

    def reply():
        is_taken_up.wait()
        return services.reply(comment=comment, officer=officer, body="한마디만 드립니다.")

    results = at_once([take_up, reply])

    assert type(results[1]) is services.AnswerOwed
    assert not Comment.objects.filter(department__isnull=False).exists()
