"""The demo world has something to see at every desk, sends no mail, and is made once."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.accounts.models import User
from portal.answers.desk.department_tasks import tasks_of
from portal.appeals.models import Appeal, Suspension
from portal.core.audit_log import coverage, verify
from portal.core.invariants import all_rules, check
from portal.core.models import RateCounter
from portal.discussion import services as discussion
from portal.discussion.models import Comment, CommentRevision, State, Vote
from portal.discussion.services.limits import NEW_COMMENTS
from portal.moderation import services as moderation
from portal.moderation.models import Report
from portal.moderation.services.reports import REPORTS_PER_HOUR
from portal.notifications.models import Notification
from portal.pages.demo.world import SIGN_INS
from portal.plan.models import Source, Task
from portal.progress.models import DecisionWindow, Milestone, TaskUpdate
from portal.registrations import services as registrations
from portal.takedowns.models import Takedown
from tests.factories import make_comment, make_forum

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
        (State.PENDING, "citizen@example.org"),
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
    assert CommentRevision.objects.count() == 1
    assert len(tasks_of(User.objects.get(email="officer@example.org").department, timezone.now())) == 2
    assert [reply for reply in Comment.objects.filter(department__isnull=False) if not reply.parent.officially_answered_at] == []


def test_everything_holds_that_must_hold(world):
    assert check(all_rules()).broken == []


def test_it_is_made_once_sends_nothing_and_is_in_the_record(world):
    made = Comment.objects.count()

    call_command("seed_demo", verbosity=0)

    assert Comment.objects.count() == made
    assert list(Notification.objects.queued()) == []
    assert (verify().broken, list(coverage.breaches())) == (None, [])


def test_it_spends_no_limit_of_anybody(world):
    assert list(RateCounter.objects.all()) == []


def test_its_people_may_do_at_once_as_much_as_anybody(world):
    forum = make_forum(capacity=len(SIGN_INS))

    for address in SIGN_INS.values():
        person = User.objects.get(email=address)
        others = [make_comment(task=Task.objects.get(slug="workforce")) for _ in range(REPORTS_PER_HOUR)]
        for number, answered in zip(range(NEW_COMMENTS["limit"]), [None, *others], strict=False):
            discussion.post(task=others[0].task, author=person, parent=answered, body=f"코업은 몇 주인가요? ({number})")
        for comment in others:
            discussion.vote(comment=comment, voter=person, value=Vote.Value.AGREE)
            moderation.report(comment=comment, reporter=person, reason="spam")
        registrations.register(forum=forum, citizen=person)

    assert forum.registrations.confirmed().count() == len(SIGN_INS)


def test_whoever_and_whatever_is_made_up_says_so(world):
    names = User.objects.values_list("nickname", flat=True)

    assert [name for name in names if not name.endswith(("· 체험용", "· sample"))] == []
    assert {reply.department.name_ko for reply in Comment.objects.filter(department__isnull=False)} == {"미래전략과(체험용)"}


def test_whatever_is_stated_about_a_task_says_that_it_is_a_sample(world):
    texts = [*Milestone.objects.values_list("title_ko", "title_en"), *TaskUpdate.objects.values_list("title_ko", "title_en")]
    texts += TaskUpdate.objects.values_list("body_ko", "body_en")
    texts += DecisionWindow.objects.values_list("question_ko", "question_en")
    texts += [(title, title) for title in Source.objects.filter(key="sample-budget").values_list("title", flat=True)]
    texts += Task.objects.exclude(status_reason_ko="").values_list("status_reason_ko", "status_reason_en")

    assert len(texts) > 10
    assert [pair for pair in texts if "체험용" not in pair[0] or "sample" not in pair[1]] == []
    assert Milestone.objects.overdue(timezone.localdate()).count() == 1
