"""Two at the same desk at the same moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.answers import services
from portal.answers.models import AnswerRequest, AnswerStep, Commitment
from portal.core.errors import RuleViolation
from portal.discussion.models import Comment
from portal.plan.models import TaskChange
from tests.at_once import at_once, uncommitted
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


def test_a_reply_waits_for_whoever_takes_the_comment_up_and_is_refused():
    officer, comment = make_officer(), make_comment()
    colleague = make_officer(department=officer.department)

    result = uncommitted(
        lambda: services.take_up(comment=comment, officer=colleague),
        meanwhile=lambda: services.reply(comment=comment, officer=officer, body="한마디만 드립니다."),
    )

    assert type(result) is services.AnswerOwed
    assert not Comment.objects.filter(department__isnull=False).exists()


def test_two_who_hand_over_at_once_hand_over_once_after_the_other_or_are_refused():
    officer = make_officer()
    colleague = make_officer(department=officer.department)
    request, others = make_answer_request(officer=officer), [make_officer().department, make_officer().department]

    results = at_once(
        [lambda who=who, other=other: services.hand_over(request=request, officer=who, department=other, note="이유")
         for who, other in zip([officer, colleague], others, strict=True)]
    )  # fmt: skip

    request.refresh_from_db()
    assert sorted(type(result).__name__ for result in results) == ["AnswerRequest", "NotYourDepartment"]
    [step] = request.steps.filter(kind="handed_over")
    assert (step.from_department, step.to_department) == (officer.department, request.department)


def test_a_request_of_no_department_is_assigned_once():
    officers = [make_officer(), make_officer()]
    request = make_answer_request(officer=officers[0])
    AnswerRequest.objects.update(department=None)
    request.refresh_from_db()

    results = at_once(
        [lambda who=who: services.hand_over(request=request, officer=who, department=who.department, note="저희가 합니다.")
         for who in officers]
    )  # fmt: skip

    request.refresh_from_db()
    assert sorted(type(result).__name__ for result in results) == ["AnswerRequest", "NotYourDepartment"]
    assert request.steps.get(kind="handed_over").to_department == request.department


def test_two_who_begin_the_review_at_once_begin_it_once():
    officer = make_officer()
    colleague = make_officer(department=officer.department)
    request = make_answer_request(officer=officer)

    results = at_once([lambda who=who: services.start_review(request=request, officer=who) for who in (officer, colleague)])

    assert sorted(type(result).__name__ for result in results) == ["AnswerRequest", "InReviewBefore"]
    assert request.steps.filter(kind="in_review").count() == 1


def test_a_commitment_that_one_calls_kept_and_another_not_is_decided_once():
    officer = make_officer()
    colleague = make_officer(department=officer.department)
    promise = services.Promise("그늘막을 늘립니다.", timezone.localdate() + timedelta(days=30))
    commitment = make_answer(officer=officer, promises=[promise]).commitments.get()

    results = at_once(
        [
            lambda: services.keep(commitment=commitment, officer=officer, reason="세웠습니다."),
            lambda: services.miss(commitment=commitment, officer=colleague, reason="못 세웠습니다."),
        ]
    )

    commitment.refresh_from_db()
    assert sorted(type(result).__name__ for result in results) == ["Commitment", "DecidedBefore"]
    [step] = AnswerStep.objects.filter(commitment=commitment)
    assert (step.kind, step.note) == (commitment.state, commitment.reason)
    assert TaskChange.objects.filter(kind="commitment", action="changed").count() == 1
