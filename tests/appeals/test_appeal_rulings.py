"""Somebody else rules on an appeal: a reversal restores everything, whatever happened meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.appeals.models import Appeal
from portal.appeals.services import appeals
from portal.core.errors import InvalidInput
from portal.core.models import AuditEvent
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import ModerationDecision
from portal.notifications.models import Notification
from tests.at_once import at_once
from tests.factories import (
    make_administrator,
    make_appeal,
    make_block,
    make_citizen,
    make_comment,
    make_decision,
    make_moderator,
    make_officer,
    make_task,
    put,
)

pytestmark = pytest.mark.django_db
REASON = "사투리를 욕설로 잘못 읽었습니다."


def rule(appeal, moderator=None, *, reverses=True, **fields) -> Appeal:
    moderator = moderator or make_moderator()
    return appeals.rule(appeal=appeal, moderator=moderator, reverses=reverses, **{"reason": REASON, **fields})


def discussed_comment() -> Comment:
    """A reply with a vote and an answer."""
    comment = make_comment(parent=make_comment(), body="억수로 좋네유")
    discussion.vote(comment=comment, voter=make_citizen(), value="agree")
    make_comment(task=comment.task, parent=comment)
    return comment


def test_a_reversal_restores_text_votes_replies_and_place():
    comment = discussed_comment()
    columns = ("body", "state", "rule", "path", "agree_count", "reply_count", "agreement", "created_at", "edited_at")
    before = Comment.objects.values(*columns).get(pk=comment.pk)
    appeal = make_appeal(decision=make_decision(comment=comment))
    address = reverse("discussion:permalink", args=[comment.pk])
    assert "억수로 좋네유" not in Client().get(address).content.decode()

    ruled = rule(appeal)

    assert Comment.objects.values(*columns).get(pk=comment.pk) == before
    assert "억수로 좋네유" in Client().get(address).content.decode()
    assert "억수로 좋네유" in Client().get(comment.task.get_absolute_url()).content.decode()
    assert [(row.action, row.reason) for row in comment.decisions.newest_first()] == [
        ("restore", REASON),
        ("hide", appeal.decision.reason),
    ]
    assert ruled.outcome == comment.decisions.newest_first().first()


def test_a_confirmed_decision_leaves_everything_as_it_is():
    appeal = make_appeal()

    ruled = rule(appeal, reverses=False, note="반복되는 이의")

    assert (ruled.state, ruled.reason, ruled.note, ruled.outcome) == (Appeal.State.UPHELD, REASON, "반복되는 이의", None)
    assert Comment.objects.get().state == State.HIDDEN
    assert ModerationDecision.objects.count() == 1


@pytest.mark.parametrize("reverses", [True, False])
def test_the_author_is_told_once_and_nobody_is_named(mailbox, reverses):
    appeal, moderator = make_appeal(), make_moderator()

    ruled = rule(appeal, moderator, reverses=reverses, note="내부메모낱말")

    mails = [mail for mail in mailbox.deliver() if mail["X-Envelope-To"] == appeal.author.email]
    assert [mail["Subject"].strip() for mail in mails] == [
        *([] if reverses else ["[한밭마당] 회원님의 의견을 숨겼습니다"]),
        "[한밭마당] 이의신청을 접수했습니다",
        "[한밭마당] 이의신청 심사 결과를 알려 드립니다",
    ]
    text = mails[-1].get_content()
    assert [REASON in text, ("다시 보입니다" in text) == reverses] == [True, True]
    names = (moderator.nickname, ruled.made_by.nickname, "내부메모낱말")
    assert [name for name in names if any(name in mail.get_content() for mail in mails)] == []


def test_an_english_author_reads_english(mailbox):
    decision = make_decision(comment=make_comment(author=make_citizen(language="en")))
    rule(make_appeal(decision=decision))

    subjects = [mail["Subject"].strip() for mail in mailbox.deliver() if mail["X-Envelope-To"] == decision.comment.author.email]

    assert subjects == ["[Hanbat Madang] Your appeal has arrived", "[Hanbat Madang] The ruling on your appeal"]


def test_a_late_ruling_says_sorry(mailbox):
    with time_machine.travel("2026-11-24T10:00:00+09:00", tick=False) as clock:
        appeal = make_appeal()
        clock.shift(timedelta(days=8))
        rule(appeal)

        assert "기한이 지나서야" in mailbox.deliver()[-1].get_content()


def test_whoever_decided_at_first_does_not_rule():
    appeal = make_appeal()

    with pytest.raises(appeals.OwnDecision):
        rule(appeal, appeal.made_by)

    appeal.refresh_from_db()
    assert appeal.is_open


def test_an_administrator_who_decided_does_not_rule_either():
    appeal = make_appeal(decision=make_decision(moderator=make_administrator()))

    with pytest.raises(appeals.OwnDecision):
        rule(appeal, appeal.made_by)

    assert rule(appeal, make_administrator()).state == Appeal.State.REVERSED


def test_a_moderator_does_not_rule_on_their_own_comment():
    author = make_moderator()
    appeal = make_appeal(decision=make_decision(comment=make_comment(author=author)))

    with pytest.raises(appeals.OwnDecision):
        rule(appeal, author)


def test_nobody_rules_outside_of_what_was_given_to_them():
    appeal = make_appeal()
    elsewhere = make_moderator(tasks=[make_task()])

    for person in (elsewhere, make_citizen(), appeal.author):
        with pytest.raises(services.NotAModerator):
            rule(appeal, person)

    assert rule(appeal, make_moderator(tasks=[appeal.decision.comment.task])).state == Appeal.State.REVERSED


def test_about_the_citys_own_words_an_administrator_rules():
    reply = discussion.reply_officially(comment=make_comment(), officer=make_officer(), body="내년 봄에 심습니다.")
    appeal = make_appeal(decision=make_decision(comment=reply, moderator=make_administrator()))

    with pytest.raises(appeals.OwnDecision):
        rule(appeal, make_moderator())

    assert rule(appeal, make_administrator()).state == Appeal.State.REVERSED


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": " \u200b"}, {"reason": "가" * 1001}, {"note": "a\x00"}])
def test_a_ruling_needs_a_usable_reason(fields):
    appeal = make_appeal()

    with pytest.raises(InvalidInput):
        rule(appeal, **fields)

    appeal.refresh_from_db()
    assert (appeal.is_open, appeal.decision.comment.state) == (True, State.HIDDEN)


@pytest.mark.parametrize("column", ["made_by", "author"])
def test_the_database_itself_refuses_a_ruling_in_ones_own_case(column):
    appeal = make_appeal()
    appeal.state, appeal.ruled_by, appeal.ruled_at, appeal.reason = "upheld", getattr(appeal, column), timezone.now(), REASON

    with pytest.raises(IntegrityError, match="appeal_is_ruled_by_somebody_else"), transaction.atomic():
        appeal.save()


def test_the_database_itself_refuses_a_ruling_by_nobody():
    appeal = make_appeal()
    appeal.state, appeal.ruled_at, appeal.reason = "reversed", timezone.now(), REASON

    with pytest.raises(IntegrityError, match="appeal_ruling_is_complete"), transaction.atomic():
        appeal.save()


def test_a_block_at_somebody_elses_request_outlives_the_reversal():
    blocked = make_block()
    appeal = make_appeal(decision=make_decision(comment=blocked.comment))

    rule(appeal)

    comment = Comment.objects.get(pk=blocked.comment_id)
    assert (comment.state, comment.blocked_until) == (State.TAKEN_DOWN, blocked.blocked_until)


def test_what_the_author_withdrew_meanwhile_stays_withdrawn():
    appeal = make_appeal()
    # No service withdraws a hidden comment today; the ruling must not depend on that.
    put(appeal.decision.comment, State.WITHDRAWN)

    ruled = rule(appeal)

    assert (ruled.state, ruled.outcome) == (Appeal.State.REVERSED, None)
    assert Comment.objects.get().state == State.WITHDRAWN


def test_a_ruling_is_on_record():
    appeal, moderator = make_appeal(), make_moderator()

    ruled = rule(appeal, moderator)

    entries = AuditEvent.objects.order_by("-number").values_list("action", "actor", "subject", "reason")[:2]
    assert list(entries) == [
        ("appeal.reversed", moderator.pk, f"appeal:{appeal.pk}", REASON),
        ("moderation.restore", moderator.pk, f"comment:{ruled.decision.comment_id}", REASON),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_rule_at_once_one_wins():
    appeal = make_appeal()
    moderators = [make_moderator() for _ in range(6)]

    outcomes = at_once([lambda m=m, n=n: rule(appeal, m, reverses=bool(n % 2)) for n, m in enumerate(moderators)])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDecided"] * 5 + ["Appeal"]
    appeal.refresh_from_db()
    shown = State.PUBLISHED if appeal.state == Appeal.State.REVERSED else State.HIDDEN
    assert Comment.objects.get().state == shown
    assert Notification.objects.filter(kind="appeal_ruled").count() == 1


@pytest.mark.django_db(transaction=True)
def test_ruling_restoring_and_taking_back_at_once_leave_one_truth():
    for _ in range(4):
        appeal = make_appeal()
        comment, ruler, restorer = appeal.decision.comment, make_moderator(), make_moderator()
        outcomes = at_once(
            [
                lambda a=appeal, m=ruler: rule(a, m, reverses=False),
                lambda c=comment, m=restorer: services.restore(comment=c, moderator=m, reason=REASON),
                lambda a=appeal: appeals.take_back(appeal=a, author=a.author),
            ]
        )

        appeal.refresh_from_db()
        comment.refresh_from_db()
        assert isinstance(outcomes[1], ModerationDecision)
        assert comment.state == State.PUBLISHED
        won = {
            Appeal.State.UPHELD: isinstance(outcomes[0], Appeal),
            Appeal.State.REVERSED: appeal.outcome == outcomes[1],
            Appeal.State.WITHDRAWN: isinstance(outcomes[2], Appeal),
        }
        assert won[appeal.state]
        assert sum(isinstance(outcome, Appeal) for outcome in (outcomes[0], outcomes[2])) <= 1
    connection.close()
