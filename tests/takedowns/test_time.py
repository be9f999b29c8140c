"""Thirty days of a block: what is shown hangs on the clock alone, workers only write it down."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.core.audit_log import verify
from portal.core.models import AuditEvent
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import Action
from portal.takedowns.jobs import end_blocks, forget_requesters, forget_unconfirmed_requests
from portal.takedowns.models import THIRTY_DAYS, Evidence, Takedown
from portal.takedowns.services import blocks, requester_data
from portal.takedowns.services.refusals import RequestSettled
from tests.at_once import at_once
from tests.factories import make_block, make_citizen, make_decision, make_moderator, make_takedown
from tests.watches import MOMENT, at

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T03:00:00+00:00"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def actions(comment) -> list[str]:
    return list(comment.decisions.order_by("pk").values_list("action", flat=True))


def is_read_by_everybody(client, comment) -> bool:
    """Whether somebody who is not signed in reads the words on the page, and the database says the same."""
    page = client.get(reverse("discussion:permalink", args=[comment.pk])).content.decode()
    shown = Comment.objects.shown().filter(pk=comment.pk).exists()
    assert (comment.body in page) == shown
    return shown


def test_a_block_from_its_first_to_its_last_second(client, time_machine):
    takedown = make_block()
    comment, begin = takedown.comment, timezone.now()
    seen = {}

    for name, moment in {
        "day 0": begin,
        "day 29": begin + timedelta(days=29),
        "a second before": begin + THIRTY_DAYS - SECOND,
        "day 30": begin + THIRTY_DAYS,
        "a second after": begin + THIRTY_DAYS + SECOND,
    }.items():
        time_machine.move_to(moment, tick=False)
        seen[name] = is_read_by_everybody(client, comment)

    assert seen == {"day 0": False, "day 29": False, "a second before": False, "day 30": True, "a second after": True}


def test_with_the_worker_down_for_three_days_everything_is_right_and_written_later_once(client, mailbox, time_machine):
    takedown = make_block()
    comment, end = takedown.comment, timezone.now() + THIRTY_DAYS
    mailbox.deliver()
    mailbox.received.clear()

    time_machine.move_to(end, tick=False)
    at_the_second = is_read_by_everybody(client, comment)
    voted = discussion.vote(comment=comment, voter=make_citizen(), value="agree")
    time_machine.move_to(end + timedelta(days=3), tick=False)
    end_blocks(0)
    end_blocks(0)

    takedown.refresh_from_db()
    assert at_the_second
    assert voted.value == "agree"
    assert (takedown.state, takedown.ended_at, takedown.ended_by) == ("lapsed", end, None)
    assert actions(comment) == [Action.BLOCK, Action.LAPSE]
    lapse = comment.decisions.newest_first().first()
    assert (lapse.moderator, lapse.created_at) == (None, end + timedelta(days=3))
    comment = Comment.objects.get(pk=comment.pk)
    assert (comment.state, comment.blocked_until, comment.agree_count) == (State.PUBLISHED, None, 1)
    assert sorted(mail["To"] for mail in mailbox.deliver()) == sorted([takedown.requester_email, comment.author.email])
    assert verify().broken is None


def test_before_the_time_the_job_changes_nothing(time_machine):
    takedown = make_block()
    time_machine.shift(THIRTY_DAYS - SECOND)

    end_blocks(0)

    takedown.refresh_from_db()
    assert (takedown.state, actions(takedown.comment)) == ("blocked", [Action.BLOCK])


def test_nobody_decides_about_a_block_whose_time_is_over(time_machine):
    takedown = make_block()
    time_machine.shift(THIRTY_DAYS)

    for decide in (blocks.lift, lambda **words: blocks.remove(rule="abuse", **words)):
        with pytest.raises(RequestSettled):
            decide(takedown=takedown, moderator=make_moderator(), reason="침해가 보이지 않습니다.")

    takedown.refresh_from_db()
    assert (takedown.state, actions(takedown.comment)) == ("blocked", [Action.BLOCK])


def test_a_comment_hidden_meanwhile_stays_hidden_when_the_block_is_over(client, mailbox, time_machine):
    takedown = make_block()
    make_decision(comment=takedown.comment)
    mailbox.deliver()
    mailbox.received.clear()
    time_machine.shift(THIRTY_DAYS)

    end_blocks(0)

    takedown.refresh_from_db()
    assert takedown.state == "lapsed"
    assert not is_read_by_everybody(client, takedown.comment)
    assert actions(takedown.comment) == [Action.BLOCK, Action.HIDE]
    assert [mail["To"] for mail in mailbox.deliver()] == [takedown.requester_email]
    assert AuditEvent.objects.get(action="takedown.lapsed").subject == f"takedown:{takedown.pk}"


def test_a_comment_restored_during_the_block_stays_blocked_until_the_block_is_over(client, time_machine):
    takedown = make_block()
    make_decision(comment=takedown.comment)
    services.restore(comment=takedown.comment, moderator=make_moderator(), reason="규칙에 어긋나지 않습니다.")

    restored = Comment.objects.get(pk=takedown.comment_id)
    during = is_read_by_everybody(client, takedown.comment)
    time_machine.shift(THIRTY_DAYS)

    assert (restored.state, restored.blocked_until) == (State.TAKEN_DOWN, takedown.blocked_until)
    assert (during, is_read_by_everybody(client, takedown.comment)) == (False, True)


def test_an_author_who_withdraws_after_the_end_leaves_a_block_that_lapsed(time_machine):
    takedown = make_block()
    time_machine.shift(THIRTY_DAYS + SECOND)
    discussion.withdraw(comment=takedown.comment, author=takedown.comment.author)

    end_blocks(0)

    takedown.refresh_from_db()
    assert (takedown.state, actions(takedown.comment)) == ("lapsed", [Action.BLOCK])
    assert Comment.objects.get(pk=takedown.comment_id).state == State.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_write_every_end_once(time_machine):
    takedowns = [make_block(days=days) for days in (1, 1, 2)]
    time_machine.shift(timedelta(days=3))

    counts = at_once([blocks.end_blocks] * 4)

    assert sum(counts) == 3
    assert [actions(takedown.comment) for takedown in takedowns] == [[Action.BLOCK, Action.LAPSE]] * 3
    ended = Takedown.objects.order_by("pk").values_list("state", "ended_at")
    assert list(ended) == [("lapsed", takedown.blocked_until) for takedown in takedowns]


@pytest.mark.django_db(transaction=True)
def test_a_moderator_and_the_clock_at_once_end_a_block_once(watches):
    """The moderator lives in the last moment of the block, the worker at its end; whoever is first ends it."""
    takedown, moderator = make_block(days=1), make_moderator()
    end = takedown.blocked_until

    ended, lifted = at_once([
        at(watches, end, blocks.end_blocks),
        at(watches, end - MOMENT, lambda: blocks.lift(takedown=takedown, moderator=moderator, reason="침해가 없습니다.")),
    ])  # fmt: skip

    is_lifted = isinstance(lifted, Takedown)
    expected = ("lifted", Action.UNBLOCK) if is_lifted else ("lapsed", Action.LAPSE)
    assert ended == (0 if is_lifted else 1)
    assert (Takedown.objects.get().state, actions(takedown.comment)) == (expected[0], [Action.BLOCK, expected[1]])


def test_who_asked_is_forgotten_a_year_after_the_end(time_machine):
    takedown = make_block(days=1)
    time_machine.shift(timedelta(days=1))
    end_blocks(0)

    time_machine.shift(timedelta(days=365) - SECOND)
    forget_requesters(0)
    kept = Takedown.objects.get()
    time_machine.shift(SECOND)
    forget_requesters(0)
    again = requester_data.forget_requesters()
    gone = Takedown.objects.get()

    assert kept.requester_email == takedown.requester_email
    assert (gone.requester_name, gone.requester_email, gone.statement, gone.note) == ("", "", "", "")
    assert (gone.state, gone.right, gone.reason) == ("lapsed", "privacy", takedown.reason)
    assert (Evidence.objects.count(), again) == (0, 0)
    entry = AuditEvent.objects.get(action="personal_data.erased")
    assert (entry.subject, entry.role, entry.details) == (f"takedown:{takedown.pk}", "system", {"files": 1})


def test_what_still_runs_is_not_forgotten_however_long_it_waits(time_machine):
    takedown = make_takedown()
    time_machine.shift(timedelta(days=1000))

    forget_requesters(0)

    assert Takedown.objects.get().requester_email == takedown.requester_email


def test_a_request_that_nobody_confirmed_is_deleted_with_its_files_after_three_days(time_machine):
    make_takedown(is_confirmed=False)
    confirmed = make_takedown()

    time_machine.shift(timedelta(days=3) - SECOND)
    forget_unconfirmed_requests(0)
    before = Takedown.objects.count()
    time_machine.shift(SECOND)
    forget_unconfirmed_requests(0)

    assert before == 2
    assert list(Takedown.objects.all()) == [confirmed]
    assert Evidence.objects.count() == 1
