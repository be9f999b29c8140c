"""Somebody takes a milestone away while somebody else promises it: one of the two is told, and nothing breaks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.answers import services
from portal.answers.models import AnswerRequest, Commitment
from portal.core.errors import InvalidInput
from portal.progress.models import Milestone
from portal.progress.services import milestones
from portal.progress.services.refusals import MilestoneInUse
from tests.at_once import uncommitted
from tests.factories import make_answer, make_answer_request, make_comment, make_milestone, make_officer, make_task

pytestmark = pytest.mark.django_db(transaction=True)


def acts():
    """Promising a milestone in an answer, and taking the milestone away."""
    officer, task = make_officer(), make_task()
    colleague = make_officer(department=officer.department)
    milestone = make_milestone(task=task, officer=officer)
    request = make_answer_request(comment=make_comment(task=task), officer=officer)
    promise = services.Promise("그늘막을 늘립니다.", timezone.localdate() + timedelta(days=30), milestone=milestone)
    return (
        lambda: make_answer(request=request, officer=officer, promises=[promise]),
        lambda: milestones.remove(milestone=milestone, officer=colleague, reason_ko="그만둡니다"),
    )


def test_whoever_promises_a_milestone_that_is_being_taken_away_is_told_and_nothing_is_answered():
    answer, remove = acts()

    refused = uncommitted(remove, meanwhile=answer)

    assert type(refused) is InvalidInput
    assert (AnswerRequest.objects.get().state, Commitment.objects.count(), Milestone.objects.count()) == ("received", 0, 0)


def test_a_milestone_that_is_being_promised_stays():
    answer, remove = acts()

    refused = uncommitted(answer, meanwhile=remove)

    assert type(refused) is MilestoneInUse
    assert Commitment.objects.get().milestone == Milestone.objects.get()
