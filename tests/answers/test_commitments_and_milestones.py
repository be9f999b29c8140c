"""A commitment is tied to a milestone of its task, stands in the task's history, and reaches whoever follows the task."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.answers import services
from portal.answers.models import Commitment
from portal.core.errors import InvalidInput
from portal.notifications.models import Notification
from portal.plan.models import TaskChange
from portal.progress.services import digests, follows, milestones
from portal.progress.services.refusals import MilestoneInUse
from tests.factories import make_answer, make_citizen, make_comment, make_milestone, make_officer, make_task

pytestmark = pytest.mark.django_db


def promise(milestone=None) -> services.Promise:
    return services.Promise("그늘막을 늘립니다.", timezone.localdate() + timedelta(days=30), milestone=milestone)


def test_a_milestone_that_was_promised_stays(client):
    officer = make_officer()
    task = make_task()
    milestone = make_milestone(task=task, officer=officer)

    request = make_answer(comment=make_comment(task=task), officer=officer, promises=[promise(milestone)])

    assert request.commitments.get().milestone == milestone
    with pytest.raises(MilestoneInUse):
        milestones.remove(milestone=milestone, officer=officer, reason_ko="그만둡니다")
    assert milestone.title_ko in client.get(request.get_absolute_url()).content.decode()


def test_a_milestone_of_another_task_is_refused_and_nothing_is_answered():
    officer = make_officer()
    milestone = make_milestone(task=make_task(), officer=officer)

    with pytest.raises(InvalidInput):
        make_answer(comment=make_comment(task=make_task()), officer=officer, promises=[promise(milestone)])

    assert not Commitment.objects.exists()


def test_what_is_promised_and_what_becomes_of_it_stand_in_the_history_without_the_sentence():
    officer = make_officer()
    request = make_answer(officer=officer, promises=[promise()])
    commitment = request.commitments.get()

    services.keep(commitment=commitment, officer=officer, reason="열 곳에 세웠습니다.")

    rows = TaskChange.objects.filter(kind="commitment").order_by("pk")
    assert list(rows.values_list("action", "row")) == [("added", commitment.pk), ("changed", commitment.pk)]
    assert rows[1].values == [{"name": "state", "before": "open", "after": "kept"}]
    assert "그늘막" not in str(list(rows.values()))


def test_followers_hear_of_it_in_their_daily_message(time_machine):
    time_machine.move_to(timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0), tick=False)
    officer, follower, task = make_officer(), make_citizen(), make_task()
    follows.follow(task=task, person=follower, level="official")
    time_machine.shift(timedelta(minutes=1))
    make_answer(comment=make_comment(task=task), officer=officer, promises=[promise()])

    time_machine.shift(timedelta(days=1))
    digests.write_digests(now=timezone.now())

    (message,) = Notification.objects.filter(kind="task_digest", recipient=follower)
    assert "약속" in message.body
    assert "그늘막" not in message.body
