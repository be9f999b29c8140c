"""The demo world has something to see at every desk, sends no mail, and is made once."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.accounts.models import User
from portal.answers.department_tasks import tasks_of
from portal.core.record import verify
from portal.discussion.models import Comment, EarlierWords, State
from portal.moderation.models import Appeal, Report, Suspension, Takedown
from portal.notifications.models import Notification
from portal.policy.models import Milestone, Task, TaskUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    """The plan and the demo world."""
    call_command("load_plan", verbosity=0)
    call_command("seed_demo", verbosity=0)


def test_every_desk_has_something_to_see(world):
    states = Comment.objects.exclude(state=State.PUBLISHED).values_list("state", "author__email").order_by("pk")
    assert list(states) == [
        (State.HIDDEN, "adman@example.org"),
        (State.UNDER_REVIEW, "sintanjin@example.org"),
        (State.HELD, "citizen@example.org"),
        (State.HIDDEN, "citizen@example.org"),
        (State.TAKEN_DOWN, "neighbour@example.org"),
    ]
    assert Appeal.objects.get().state == Appeal.State.OPEN
    assert list(Takedown.objects.order_by("pk").values_list("state", flat=True)) == [
        Takedown.State.REQUESTED,
        Takedown.State.BLOCKED,
    ]
    assert Report.objects.open().values("comment").distinct().count() == 2
    assert Suspension.objects.get().person.email == "adman@example.org"
    assert EarlierWords.objects.count() == 1
    assert len(tasks_of(User.objects.get(email="officer@example.org").department, timezone.now())) == 2
    assert Comment.objects.get(department__isnull=False).parent.officially_answered_at is not None


def test_it_is_made_once_sends_nothing_and_is_in_the_record(world):
    made = Comment.objects.count()

    call_command("seed_demo", verbosity=0)

    assert Comment.objects.count() == made
    assert list(Notification.objects.queued()) == []
    assert verify().broken is None


def test_whoever_and_whatever_is_made_up_says_so(world):
    names = User.objects.values_list("nickname", flat=True)

    assert [name for name in names if not name.endswith(("· 견본", "· sample"))] == []
    assert Comment.objects.get(department__isnull=False).department.name_ko.endswith("(견본)")


def test_whatever_is_stated_about_a_task_says_that_it_is_a_sample(world):
    texts = [*Milestone.objects.values_list("title_ko", "title_en"), *TaskUpdate.objects.values_list("title_ko", "title_en")]
    texts += TaskUpdate.objects.values_list("body_ko", "body_en")
    texts += Task.objects.exclude(status_reason_ko="").values_list("status_reason_ko", "status_reason_en")

    assert len(texts) > 10
    assert [pair for pair in texts if "견본" not in pair[0] or "sample" not in pair[1]] == []
    assert Milestone.objects.overdue(timezone.localdate()).count() == 1
