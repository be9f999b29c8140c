"""Moderators decide about requests for a temporary block; authors object."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core.errors import InvalidInput
from portal.core.models import AuditEvent
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import Action, Report, Review
from portal.takedowns.models import THIRTY_DAYS, Takedown
from portal.takedowns.services import blocks
from portal.takedowns.services.refusals import AlreadyBlocked, RequestSettled
from tests.factories import (
    make_block,
    make_citizen,
    make_comment,
    make_decision,
    make_moderator,
    make_takedown,
)
from tests.moderation.test_review import report_by

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T03:00:00+00:00"
REASON = "사생활이 드러난 것으로 보입니다."


def block(takedown, **fields) -> Takedown:
    return blocks.block(**{"takedown": takedown, "moderator": make_moderator(), "reason": REASON, **fields})


def now_of(comment) -> tuple[str, object]:
    comment = Comment.objects.get(pk=comment.pk)
    return comment.state, comment.blocked_until


def actions(comment) -> list[str]:
    return list(comment.decisions.order_by("pk").values_list("action", flat=True))


def told(mailbox) -> dict[str, str]:
    """Subject of each mail since the last look, by the address it went to."""
    mails = {mail["To"]: mail["Subject"] for mail in mailbox.deliver()}
    mailbox.received.clear()
    return mails


def test_a_block_lasts_thirty_days_unless_said_otherwise(time_machine):
    time_machine.move_to(NOON, tick=False)
    takedown, moderator = make_takedown(), make_moderator()

    block(takedown, moderator=moderator, note="전화로 확인함")

    takedown.refresh_from_db()
    until = timezone.now() + THIRTY_DAYS
    assert (takedown.state, takedown.blocked_from, takedown.blocked_until) == ("blocked", timezone.now(), until)
    assert (takedown.decided_by, takedown.decided_at, takedown.reason) == (moderator, timezone.now(), REASON)
    assert (takedown.note, takedown.ended_at) == ("전화로 확인함", None)
    assert now_of(takedown.comment) == (State.TAKEN_DOWN, until)
    decision = takedown.comment.decisions.get()
    assert (decision.action, decision.moderator, decision.reason) == (Action.BLOCK, moderator, REASON)


def test_both_sides_are_told_of_a_block_at_once(mailbox):
    takedown = make_takedown()
    told(mailbox)

    block(takedown)

    mails = told(mailbox)
    assert set(mails) == {takedown.requester_email, takedown.comment.author.email}
    assert "회원님의 의견" in mails[takedown.comment.author.email]


@pytest.mark.parametrize("days", [0, -1, 31, 365])
def test_a_block_is_from_one_to_thirty_days(days):
    takedown = make_takedown()

    with pytest.raises(InvalidInput):
        block(takedown, days=days)

    assert (Takedown.objects.get().state, actions(takedown.comment)) == ("requested", [])


def test_the_database_knows_no_block_of_more_than_thirty_days(time_machine):
    time_machine.move_to(NOON, tick=False)
    takedown = make_block()

    with pytest.raises(IntegrityError, match="thirty_days"), transaction.atomic():
        Takedown.objects.update(blocked_until=takedown.blocked_from + THIRTY_DAYS + timedelta(seconds=1))


def test_the_database_keeps_one_block_of_a_comment():
    blocked = make_block()
    other = block(make_takedown(email="other@example.org"))

    with pytest.raises(IntegrityError):
        Takedown.objects.filter(pk=other.pk).update(comment=blocked.comment)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "vanished"}, "takedown_state_is_known"),
        ({"right": "none"}, "takedown_right_is_known"),
        ({"relation": "stranger"}, "takedown_relation_is_known"),
        ({"confirmed_at": None}, "takedown_is_confirmed_before_anything_else"),
        ({"state": "lapsed"}, "takedown_that_ended_says_when"),
        ({"decided_by": None}, "takedown_(decision_is_complete|block_says_since_when)"),
        ({"reason": " "}, "takedown_decision_is_complete"),
    ],
)
def test_the_database_keeps_no_half_a_takedown(values, name):
    make_block()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Takedown.objects.update(**values)


@pytest.mark.parametrize("reason", ["", " \n", "\u200b", "가" * 1001])
def test_every_decision_gives_a_reason(reason):
    takedown = make_takedown()

    for decide in (block, lambda takedown, **fields: blocks.refuse(takedown=takedown, moderator=make_moderator(), **fields)):
        with pytest.raises(InvalidInput):
            decide(takedown, reason=reason)

    assert Takedown.objects.get().state == "requested"


def test_a_refusal_is_told_to_the_requester_only(mailbox):
    takedown, moderator = make_takedown(), make_moderator()
    told(mailbox)

    blocks.refuse(takedown=takedown, moderator=moderator, reason="의견일 뿐입니다.")

    takedown.refresh_from_db()
    assert (takedown.state, takedown.reason, takedown.decided_by) == ("refused", "의견일 뿐입니다.", moderator)
    assert takedown.ended_at == takedown.decided_at
    assert now_of(takedown.comment) == (State.PUBLISHED, None)
    assert actions(takedown.comment) == []
    assert list(told(mailbox)) == [takedown.requester_email]
    entry = AuditEvent.objects.get(action="takedown.refused")
    assert (entry.actor, entry.role, entry.subject) == (moderator.pk, "moderator", f"takedown:{takedown.pk}")


def test_a_lifted_block_shows_the_comment_to_everybody_again(mailbox):
    takedown, moderator = make_block(), make_moderator()
    told(mailbox)

    blocks.lift(takedown=takedown, moderator=moderator, reason="침해가 보이지 않습니다.", note="둘째 메모")

    takedown.refresh_from_db()
    assert (takedown.state, takedown.ended_by, takedown.ended_because) == ("lifted", moderator, "침해가 보이지 않습니다.")
    assert (takedown.reason, takedown.note) == (REASON, "둘째 메모")
    assert now_of(takedown.comment) == (State.PUBLISHED, None)
    assert actions(takedown.comment) == [Action.BLOCK, Action.UNBLOCK]
    assert set(told(mailbox)) == {takedown.requester_email, takedown.comment.author.email}


def test_a_removed_comment_is_hidden_under_a_rule_and_its_reports_are_settled(mailbox):
    comment = make_comment()
    reporter = make_citizen()
    services.report(comment=comment, reporter=reporter, reason="personal_data")
    takedown, moderator = make_block(comment=comment), make_moderator()
    told(mailbox)

    blocks.remove(takedown=takedown, moderator=moderator, rule="personal_data", reason="집 주소가 있습니다.")

    takedown.refresh_from_db()
    assert (takedown.state, takedown.ended_by) == ("removed", moderator)
    assert now_of(comment) == (State.HIDDEN, None)
    assert actions(comment) == [Action.BLOCK, Action.HIDE]
    assert Report.objects.open().count() == 0
    assert set(told(mailbox)) == {takedown.requester_email, comment.author.email, reporter.email}


def test_removing_names_a_rule():
    takedown = make_block()

    with pytest.raises(services.RuleMissing):
        blocks.remove(takedown=takedown, moderator=make_moderator(), rule="", reason="집 주소가 있습니다.")

    assert Takedown.objects.get().state == "blocked"


def test_one_block_at_a_time():
    comment = make_comment()
    first, second = make_takedown(comment=comment), make_takedown(comment=comment)
    block(first)

    with pytest.raises(AlreadyBlocked):
        block(second)

    assert list(Takedown.objects.blocking()) == [first]


def test_when_the_first_block_is_over_the_second_request_can_be_granted_before_any_worker_comes(time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = make_comment()
    first, second = make_takedown(comment=comment), make_takedown(comment=comment)
    block(first, days=1)
    time_machine.shift(timedelta(days=1))

    block(second, days=2)

    first.refresh_from_db()
    assert (first.state, first.ended_at) == ("lapsed", first.blocked_until)
    assert now_of(comment) == (State.TAKEN_DOWN, timezone.now() + timedelta(days=2))
    assert actions(comment) == [Action.BLOCK, Action.LAPSE, Action.BLOCK]


def test_a_block_takes_the_place_of_a_review_and_the_reports_stay_open():
    comment = make_comment()
    takedown = make_takedown(comment=comment)
    report_by(3, comment)

    block(takedown)

    assert now_of(comment)[0] == State.TAKEN_DOWN
    assert Review.objects.get().outcome == Review.Outcome.DECIDED
    assert Report.objects.open().count() == 3


def test_what_is_hidden_already_is_not_blocked():
    takedown = make_takedown()
    make_decision(comment=takedown.comment)

    with pytest.raises(services.AlreadyDecided):
        block(takedown)

    assert Takedown.objects.get().state == "requested"


def test_lifting_the_block_of_a_comment_hidden_meanwhile_leaves_it_hidden(mailbox):
    takedown = make_block()
    make_decision(comment=takedown.comment)
    told(mailbox)

    blocks.lift(takedown=takedown, moderator=make_moderator(), reason="침해가 보이지 않습니다.")

    assert now_of(takedown.comment)[0] == State.HIDDEN
    assert actions(takedown.comment) == [Action.BLOCK, Action.HIDE]
    assert list(told(mailbox)) == [takedown.requester_email]


def test_what_is_settled_is_not_decided_again():
    refused, lifted = make_takedown(), make_block()
    moderator = make_moderator()
    blocks.refuse(takedown=refused, moderator=moderator, reason=REASON)
    blocks.lift(takedown=lifted, moderator=moderator, reason=REASON)

    for takedown in (refused, lifted):
        for decide in (blocks.block, blocks.refuse, blocks.lift):
            with pytest.raises(RequestSettled):
                decide(takedown=takedown, moderator=moderator, reason=REASON)


def test_the_record_says_who_decided_what():
    takedown, moderator = make_takedown(), make_moderator()

    block(takedown, moderator=moderator)
    blocks.lift(takedown=takedown, moderator=moderator, reason="침해가 보이지 않습니다.")

    said = AuditEvent.objects.order_by("number").values_list("action", "role", "actor")
    assert list(said.filter(subject__in=[f"takedown:{takedown.pk}", f"comment:{takedown.comment_id}"])) == [
        ("takedown.requested", "requester", None),
        ("moderation.block", "moderator", moderator.pk),
        ("moderation.unblock", "moderator", moderator.pk),
    ]
