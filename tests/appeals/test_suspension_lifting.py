"""Taking a suspension back, by decision or on appeal: what it had hidden is shown again, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.appeals.models import Appeal, Suspension
from portal.appeals.services import appeals, suspensions
from portal.core.errors import RuleViolation
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.notifications.models import Notification
from tests.factories import (
    make_administrator,
    make_appeal,
    make_block,
    make_citizen,
    make_comment,
    make_decision,
    make_identity,
    make_many_comments,
    make_moderator,
    make_suspension,
    make_task,
    put,
)

pytestmark = pytest.mark.django_db
NOW = "2026-11-24T10:00:00+09:00"
REASON = "다시 살펴보니 광고가 아니었습니다."


def states(*comments) -> list[str]:
    found = Comment.objects.in_bulk([comment.pk for comment in comments])
    return [found[comment.pk].state for comment in comments]


def test_lifting_shows_what_this_act_had_hidden_and_nothing_else():
    person, moderator = make_citizen(), make_moderator()
    written = make_many_comments(task=make_task(), number=6, each=1, author=person)
    shown, again, confirmed, pending, blocked, hidden_before = written
    make_decision(comment=hidden_before)
    put(pending, State.PENDING)
    block = make_block(comment=blocked)
    suspension = make_suspension(person=person, hides_comments=True)
    services.restore(comment=again, moderator=moderator, reason=REASON)
    make_decision(comment=again)
    appeal = make_appeal(decision=confirmed.decisions.get(), author=person)
    appeals.rule(appeal=appeal, moderator=moderator, reverses=False, reason="규칙을 어겼습니다.")
    assert states(shown, again, confirmed, pending, blocked, hidden_before) == [State.HIDDEN] * 6

    suspensions.lift(suspension=suspension, moderator=make_administrator(), reason=REASON)

    assert states(shown, again, confirmed) == [State.PUBLISHED, State.HIDDEN, State.HIDDEN]
    assert states(pending, blocked, hidden_before) == [State.PENDING, State.TAKEN_DOWN, State.HIDDEN]
    pending.refresh_from_db()
    blocked.refresh_from_db()
    assert (pending.pending_for, blocked.blocked_until) == ("screening", block.blocked_until)
    assert list(shown.decisions.newest_first().values_list("action", "reason")[:1]) == [("restore", REASON)]
    person.refresh_from_db()
    assert person.suspended_until is None
    assert make_comment(author=person, body="다시 왔습니다").state == State.PUBLISHED


def test_what_was_withdrawn_since_stays_withdrawn():
    comment = make_comment()
    suspension = make_suspension(person=comment.author, hides_comments=True)
    put(comment, State.WITHDRAWN)

    suspensions.lift(suspension=suspension, moderator=make_administrator(), reason=REASON)

    assert states(comment) == [State.WITHDRAWN]


def test_after_it_ran_out_the_comments_stay_hidden_until_somebody_takes_that_back():
    comment = make_comment()
    with time_machine.travel(NOW, tick=False) as clock:
        suspension = make_suspension(person=comment.author, hides_comments=True)
        clock.shift(timedelta(days=4))
        assert states(comment) == [State.HIDDEN]
        later = make_suspension(person=comment.author, until=timezone.now() + timedelta(days=1))

        suspensions.lift(suspension=suspension, moderator=make_administrator(), reason=REASON)

        comment.author.refresh_from_db()
        assert states(comment) == [State.PUBLISHED]
        assert comment.author.suspended_until == later.ends_at


def test_a_suspension_is_lifted_once_and_not_by_oneself():
    suspension = make_suspension()
    suspensions.lift(suspension=suspension, moderator=make_administrator(), reason=REASON)
    with pytest.raises(suspensions.NotSuspended):
        suspensions.lift(suspension=suspension, moderator=make_administrator(), reason=REASON)

    person = make_citizen()
    own = make_suspension(person=person)
    administrator = make_administrator()
    Suspension.objects.filter(pk=own.pk).update(person=administrator)
    with pytest.raises(suspensions.NotSuspendable):
        suspensions.lift(suspension=own, moderator=administrator, reason=REASON)


def test_lifting_settles_open_appeals_for_the_author():
    comment = make_comment()
    suspension = make_suspension(person=comment.author, hides_comments=True)
    about_all = appeals.appeal_suspension(suspension=suspension, author=comment.author, text="광고가 아닙니다.")
    about_one = make_appeal(decision=comment.decisions.get())

    suspensions.lift(suspension=suspension, moderator=suspension.moderator, reason=REASON)

    for appeal in (about_all, about_one):
        appeal.refresh_from_db()
        assert (appeal.state, appeal.ruled_by) == (Appeal.State.REVERSED, None)
    assert about_one.outcome == comment.decisions.newest_first().first()


def test_an_appeal_against_a_suspension_is_ruled_on_by_another_administrator(mailbox):
    comment = make_comment()
    suspension = make_suspension(person=comment.author, hides_comments=True)
    appeal = appeals.appeal_suspension(suspension=suspension, author=comment.author, text="광고가 아닙니다.")
    for refused, violation in ((suspension.moderator, appeals.OwnDecision), (make_moderator(), services.NotAModerator)):
        with pytest.raises(violation):
            appeals.rule(appeal=appeal, moderator=refused, reverses=True, reason=REASON)

    ruled = appeals.rule(appeal=appeal, moderator=make_administrator(), reverses=True, reason=REASON)

    suspension.refresh_from_db()
    assert (ruled.state, suspension.lifted_by, suspension.lifted_because) == (Appeal.State.REVERSED, ruled.ruled_by, REASON)
    assert states(comment) == [State.PUBLISHED]
    kinds = list(Notification.objects.filter(recipient=comment.author).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["suspension_began", "appeal_received", "appeal_ruled"]
    assert "다시 의견을 쓰고" in mailbox.deliver()[-1].get_content()


def test_appeals_against_suspensions_have_their_limits():
    with time_machine.travel(NOW, tick=False) as clock:
        suspension, late, lifted = make_suspension(), make_suspension(), make_suspension()
        suspensions.lift(suspension=lifted, moderator=make_administrator(), reason=REASON)
        refusals = [(suspension, make_citizen(identity=make_identity())), (lifted, lifted.person)]
        appeals.appeal_suspension(suspension=suspension, author=suspension.person, text="아닙니다.")
        refusals.append((suspension, suspension.person))
        clock.shift(timedelta(days=31))
        refusals.append((late, late.person))

        caught = []
        for case, author in refusals:
            with pytest.raises(RuleViolation) as violation:
                appeals.appeal_suspension(suspension=case, author=author, text="아닙니다.")
            caught.append(violation.type.__name__)

    assert caught == ["NotYourCase", "NotAppealable", "AlreadyAppealed", "AppealTooLate"]


def test_the_mail_goes_to_the_account_that_the_person_uses_now():
    identity = make_identity()
    former = make_citizen(identity=identity)
    suspension = make_suspension(person=former)
    former.identity, former.is_active = None, False
    former.save()
    present = make_citizen(identity=identity)

    suspensions.lift(suspension=suspension, moderator=make_administrator(), reason=REASON)

    assert Notification.objects.get(kind="suspension_lifted").recipient == present
