"""An author objects to a decision about their comment."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from portal.accounts import services as accounts
from portal.appeals.models import Appeal
from portal.appeals.services import appeals
from portal.core.errors import TooManyRequests
from portal.core.text.cleaning import UnusableText
from portal.discussion import services as discussion
from portal.discussion.models import State
from portal.moderation import services
from portal.notifications.models import Notification
from tests.at_once import at_once
from tests.factories import (
    make_appeal,
    make_citizen,
    make_comment,
    make_decision,
    make_identity,
    make_many_comments,
    make_moderator,
    make_suspension,
    make_task,
)

pytestmark = pytest.mark.django_db
NOW = "2026-11-24T10:00:00+09:00"
TEXT = "욕설이 아니라 충청도 사투리입니다."


@time_machine.travel(NOW, tick=False)
def test_an_appeal_waits_a_week_for_somebody_elses_ruling():
    decision = make_decision()

    appeal = appeals.appeal(decision=decision, author=decision.comment.author, text=f"  {TEXT}\n")

    assert list(Appeal.objects.open()) == [appeal]
    assert (appeal.decision, appeal.suspension, appeal.author) == (decision, None, decision.comment.author)
    assert (appeal.made_by, appeal.text) == (decision.moderator, TEXT)
    assert appeal.due_at == timezone.now() + timedelta(days=7)


def test_the_author_is_told_by_when_somebody_rules(mailbox):
    with time_machine.travel(NOW, tick=False):
        appeal = make_appeal()

        [mail] = [mail for mail in mailbox.deliver() if "이의신청을 접수했습니다" in mail["Subject"]]

    text = mail.get_content()
    assert mail["X-Envelope-To"] == appeal.author.email
    assert "2026년 12월 1일(화) 10:00" in text
    assert appeal.made_by.nickname not in text


def test_the_same_person_appeals_with_a_new_account():
    decision = make_decision()
    author = decision.comment.author
    identity, author.identity = author.identity, None
    author.save(update_fields=["identity"])
    returned = make_citizen(verified=False, identity=identity)

    assert make_appeal(decision=decision, author=returned).author == returned


def test_a_suspended_author_appeals_in_a_closed_discussion():
    decision = make_decision()
    make_suspension(person=decision.comment.author)
    discussion.close_discussion(task=decision.comment.task)

    assert make_appeal(decision=decision).is_open


@pytest.mark.parametrize("somebody", [make_citizen, make_moderator, lambda: make_citizen(identity=make_identity())])
def test_nobody_appeals_for_somebody_else(somebody):
    with pytest.raises(appeals.NotYourCase):
        make_appeal(author=somebody())

    assert Appeal.objects.count() == 0


@pytest.mark.parametrize("text", ["", " \n\u200b", "가" * 2001, "a\x00"])
def test_an_appeal_says_why_in_two_thousand_characters(text):
    with pytest.raises(UnusableText):
        make_appeal(text=text)

    assert make_appeal(text="가" * 2000).is_open


@pytest.mark.parametrize(("days", "is_taken"), [(29, True), (30, True), (31, False)])
def test_an_appeal_is_taken_for_thirty_days(days, is_taken):
    with time_machine.travel(NOW, tick=False) as clock:
        decision = make_decision()
        clock.shift(timedelta(days=days))
        if is_taken:
            assert make_appeal(decision=decision).is_open
        else:
            with pytest.raises(appeals.AppealTooLate):
                make_appeal(decision=decision)


def test_the_city_sets_both_times(settings):
    settings.MODERATION_APPEAL_WINDOW_DAYS, settings.MODERATION_APPEAL_DAYS = 10, 3
    with time_machine.travel(NOW, tick=False) as clock:
        decision, late = make_decision(), make_decision()
        assert make_appeal(decision=decision).due_at == timezone.now() + timedelta(days=3)
        clock.shift(timedelta(days=11))

        with pytest.raises(appeals.AppealTooLate):
            make_appeal(decision=late)


def test_one_appeal_is_taken_for_each_decision():
    first = make_appeal()
    appeals.take_back(appeal=first, author=first.author)

    with pytest.raises(appeals.AlreadyAppealed):
        make_appeal(decision=first.decision)

    assert list(Appeal.objects.all()) == [first]


def test_the_database_takes_one_appeal_for_each_decision():
    appeal = make_appeal()

    appeal.pk = None
    with pytest.raises(IntegrityError):
        appeal.save(force_insert=True)


def test_a_comment_hidden_a_second_time_takes_a_second_appeal():
    first = make_appeal()
    services.restore(comment=first.decision.comment, moderator=make_moderator(), reason="다시 보았습니다.")
    second = make_decision(comment=first.decision.comment)

    with pytest.raises(appeals.AlreadyAppealed):
        make_appeal(decision=first.decision)

    assert make_appeal(decision=second).decision == second


def test_nothing_is_left_to_appeal_against_once_the_comment_is_shown_again():
    decision = make_decision()
    services.restore(comment=decision.comment, moderator=make_moderator(), reason="다시 보았습니다.")

    with pytest.raises(appeals.NotAppealable):
        make_appeal(decision=decision)


def test_a_decision_to_keep_is_not_appealed_against():
    comment = make_comment()
    decision = services.keep(comment=comment, moderator=make_moderator(), reason="의견입니다.")

    with pytest.raises(appeals.NotAppealable):
        make_appeal(decision=decision)


def test_a_flood_of_appeals_is_stopped():
    author = make_citizen()
    with time_machine.travel(NOW, tick=False):
        comments = make_many_comments(task=make_task(), number=21, each=1, author=author)
        decisions = [make_decision(comment=comment) for comment in comments]
        for decision in decisions[:20]:
            make_appeal(decision=decision)

        with pytest.raises(TooManyRequests):
            make_appeal(decision=decisions[20])


def test_an_appeal_is_taken_back_by_its_author_while_it_is_open():
    appeal = make_appeal()
    with pytest.raises(appeals.NotYourCase):
        appeals.take_back(appeal=appeal, author=make_citizen())

    assert appeals.take_back(appeal=appeal, author=appeal.author).state == Appeal.State.WITHDRAWN

    with pytest.raises(services.AlreadyDecided):
        appeals.take_back(appeal=appeal, author=appeal.author)
    with pytest.raises(services.AlreadyDecided):
        appeals.rule(appeal=appeal, moderator=make_moderator(), reverses=True, reason="늦었습니다.")
    appeal.decision.comment.refresh_from_db()
    assert appeal.decision.comment.state == State.HIDDEN


def test_a_decision_taken_back_beforehand_settles_the_appeal_for_the_author():
    appeal = make_appeal()

    restored = services.restore(comment=appeal.decision.comment, moderator=appeal.made_by, reason="제가 잘못 보았습니다.")

    appeal.refresh_from_db()
    assert (appeal.state, appeal.outcome, appeal.ruled_by) == (Appeal.State.REVERSED, restored, None)
    assert appeal.ruled_at == restored.created_at
    assert list(Appeal.objects.open()) == []


def test_overdue_appeals_can_be_counted():
    with time_machine.travel(NOW, tick=False) as clock:
        late, ruled, taken_back = make_appeal(), make_appeal(), make_appeal()
        appeals.rule(appeal=ruled, moderator=make_moderator(), reverses=True, reason="규칙을 어기지 않았습니다.")
        appeals.take_back(appeal=taken_back, author=taken_back.author)
        clock.shift(timedelta(days=7))
        assert list(Appeal.objects.overdue(timezone.now())) == []
        clock.shift(timedelta(seconds=1))

        assert list(Appeal.objects.overdue(timezone.now())) == [late]


@pytest.mark.django_db(transaction=True)
def test_the_same_appeal_sent_from_many_windows_is_taken_once():
    decision = make_decision()
    author = accounts.suspend_until(person=decision.comment.author, until=None)

    outcomes = at_once([lambda: appeals.appeal(decision=decision, author=author, text=TEXT) for _ in range(6)])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyAppealed"] * 5 + ["Appeal"]
    assert Appeal.objects.count() == 1
    assert Notification.objects.filter(kind="appeal_received").count() == 1
