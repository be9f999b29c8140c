"""Hiding everything that a person wrote while they, and everybody else, go on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.appeals.models import Suspension
from portal.appeals.services import suspensions
from portal.core.audit_log import verify
from portal.core.errors import RuleViolation
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import ModerationDecision
from tests.at_once import at_once
from tests.factories import (
    make_administrator,
    make_citizen,
    make_comment,
    make_decision,
    make_many_comments,
    make_moderator,
    make_report,
    make_suspension,
    make_task,
    put,
)

REASON = "다시 살펴보았습니다."


@pytest.mark.django_db(transaction=True)
def test_in_a_storm_of_comments_each_is_refused_or_hidden():
    for _ in range(4):
        person, task, administrator = make_citizen(), make_task(), make_administrator()
        make_many_comments(task=task, number=3, each=1, author=person)
        posts = [
            lambda n=n, t=task, p=person: discussion.post(task=t, author=p, body=f"{n}번째로 쏟아내는 서로 다른 글")
            for n in range(8)
        ]
        act = [lambda p=person, a=administrator: make_suspension(person=p, moderator=a, hides_comments=True)]

        outcomes = at_once([*posts[:4], *act, *posts[4:]])

        assert isinstance(outcomes[4], Suspension)
        kinds = {type(outcome).__name__ for outcome in outcomes}
        assert kinds <= {"Comment", "Suspended", "Suspension"}
        posted = sum(isinstance(outcome, Comment) for outcome in outcomes)
        assert set(Comment.objects.filter(author=person).values_list("state", flat=True)) == {State.HIDDEN}
        assert Comment.objects.filter(author=person).count() == 3 + posted
        assert ModerationDecision.objects.filter(batch=outcomes[4].batch).count() == 3 + posted


@pytest.mark.django_db(transaction=True)
def test_whatever_others_do_at_that_moment_nothing_stays_in_sight():
    for _ in range(3):
        person, task = make_citizen(), make_task()
        comments = make_many_comments(task=task, number=8, each=4, author=person)
        hidden, pending = comments[0], put(comments[1], State.PENDING)
        make_decision(comment=hidden)
        moderators, administrator, citizen = [make_moderator() for _ in range(3)], make_administrator(), make_citizen()
        make_report(comment=comments[2])
        acts = [
            lambda p=person, a=administrator: make_suspension(person=p, moderator=a, hides_comments=True),
            lambda c=hidden, m=moderators[0]: services.restore(comment=c, moderator=m, reason=REASON),
            lambda c=pending, m=moderators[1]: services.publish(comment=c, moderator=m, reason=REASON),
            lambda c=comments[2], m=moderators[2]: services.keep(comment=c, moderator=m, reason=REASON),
            lambda c=comments[3], v=citizen: discussion.vote(comment=c, voter=v, value="agree"),
            lambda c=comments[4], p=person: discussion.edit(comment=c, author=p, body="바꾼 글입니다"),
            lambda c=comments[5], p=person: discussion.withdraw(comment=c, author=p),
            lambda c=comments[6], p=citizen, t=task: make_comment(task=t, parent=c, author=p, body="답글입니다"),
        ]

        outcomes = at_once(acts)

        assert isinstance(outcomes[0], Suspension)
        assert [error for error in outcomes if isinstance(error, Exception) and not isinstance(error, RuleViolation)] == []
        left = set(Comment.objects.filter(author=person).exclude(pk=hidden.pk).values_list("state", flat=True))
        assert left <= {State.HIDDEN, State.WITHDRAWN}
        # What a moderator shows after the act is that moderator's decision.
        latest = hidden.decisions.newest_first().first()
        hidden.refresh_from_db()
        assert hidden.state == (State.HIDDEN if latest.action == "hide" else State.PUBLISHED)
        assert verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_suspend_or_lift_at_once_one_wins():
    person, administrators = make_citizen(), [make_administrator() for _ in range(4)]
    make_many_comments(task=make_task(), number=4, author=person)

    begun = at_once([lambda a=a: make_suspension(person=person, moderator=a, hides_comments=True) for a in administrators])
    assert sorted(type(outcome).__name__ for outcome in begun) == ["AlreadySuspended"] * 3 + ["Suspension"]
    suspension = Suspension.objects.get()
    lifted = at_once([lambda a=a: suspensions.lift(suspension=suspension, moderator=a, reason=REASON) for a in administrators])

    assert sorted(type(outcome).__name__ for outcome in lifted) == ["NotSuspended"] * 3 + ["Suspension"]
    assert ModerationDecision.objects.count() == 8
    assert set(Comment.objects.values_list("state", flat=True)) == {State.PUBLISHED}


@pytest.mark.django_db
def test_hiding_and_showing_three_hundred_comments_takes_as_many_queries_as_three():
    counts = []
    for number in (3, 300):
        person, administrator = make_citizen(), make_administrator()
        comments = make_many_comments(task=make_task(), number=number, each=3, author=person)
        make_report(comment=comments[0])
        with CaptureQueriesContext(connection) as hiding:
            suspension = make_suspension(person=person, moderator=administrator, hides_comments=True)
        with CaptureQueriesContext(connection) as showing:
            suspensions.lift(suspension=suspension, moderator=administrator, reason=REASON)
        counts.append((len(hiding), len(showing)))
        assert ModerationDecision.objects.filter(comment__author=person).count() == 2 * number

    assert counts[0] == counts[1]
