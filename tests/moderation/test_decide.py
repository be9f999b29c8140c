"""Moderators decide about comments."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from portal.core.errors import InvalidInput
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import ModerationDecision, Report
from tests.at_once import at_once
from tests.factories import make_citizen, make_comment, make_moderator, make_report, put

pytestmark = pytest.mark.django_db
REASON = "상대를 모욕하는 표현이 있습니다."


def hide(comment, moderator, **fields) -> ModerationDecision:
    return services.hide(**{"comment": comment, "moderator": moderator, "rule": "abuse", "reason": REASON, **fields})


def test_hiding_is_recorded_with_rule_reason_and_note():
    comment, moderator = make_comment(), make_moderator()

    decision = hide(comment, moderator, note="세 번째 경고")

    comment.refresh_from_db()
    assert (comment.state, comment.rule) == (State.HIDDEN, "abuse")
    assert list(ModerationDecision.objects.all()) == [decision]
    assert (decision.comment, decision.moderator, decision.action) == (comment, moderator, "hide")
    assert (decision.rule, decision.reason, decision.note) == ("abuse", REASON, "세 번째 경고")


def test_restoring_brings_back_the_text_and_leaves_the_counters():
    comment = make_comment(body="버스를 늘려 주세요")
    reply = make_comment(task=comment.task, parent=comment)
    discussion.vote(comment=comment, voter=make_citizen(), value="agree")
    before = Comment.objects.values("body", "agree_count", "reply_count").get(pk=comment.pk)
    hide(comment, make_moderator())
    stranger = make_citizen()
    assert list(Comment.objects.visible_to(stranger)) == [reply]

    decision = services.restore(comment=comment, moderator=make_moderator(), reason="다시 살펴보았습니다.")

    assert set(Comment.objects.visible_to(stranger)) == {comment, reply}
    assert Comment.objects.values("body", "agree_count", "reply_count").get(pk=comment.pk) == before
    assert before == {"body": "버스를 늘려 주세요", "agree_count": 1, "reply_count": 1}
    assert (decision.action, decision.rule) == ("restore", "abuse")


def test_a_decision_settles_the_open_reports_of_its_comment_only():
    comment, other = make_comment(), make_report()
    reports = [make_report(comment=comment) for _ in range(2)]

    decision = hide(comment, make_moderator())

    assert set(decision.settled_reports.all()) == set(reports)
    assert list(Report.objects.open()) == [other]


def test_keeping_settles_the_reports_and_changes_nothing_else():
    report = make_report()

    decision = services.keep(comment=report.comment, moderator=make_moderator(), reason="의견일 뿐입니다.")

    report.refresh_from_db()
    assert (report.decision, decision.action, decision.rule) == (decision, "keep", "")
    assert report.comment.state == State.PUBLISHED


def test_keeping_a_comment_under_review_shows_it_again():
    comment = put(make_comment(), State.UNDER_REVIEW)

    services.keep(comment=comment, moderator=make_moderator(), reason="광고가 아닙니다.")

    comment.refresh_from_db()
    assert comment.state == State.PUBLISHED


def test_reports_about_a_withdrawn_comment_can_be_settled():
    report = make_report()
    discussion.withdraw(comment=report.comment, author=report.comment.author)

    services.keep(comment=report.comment, moderator=make_moderator(), reason="작성자가 거두었습니다.")

    assert Report.objects.open().count() == 0
    assert Comment.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("decide", [services.hide, services.keep, services.restore])
def test_only_moderators_decide(decide):
    comment = make_comment()
    rule = {"rule": "spam"} if decide is services.hide else {}

    with pytest.raises(services.NotAModerator):
        decide(comment=comment, moderator=make_citizen(), reason=REASON, **rule)

    assert ModerationDecision.objects.count() == 0
    assert Comment.objects.get().state == State.PUBLISHED


def test_a_right_taken_away_is_gone_at_once():
    comment, moderator = make_comment(), make_moderator()
    assert moderator.has_perm("moderation.decide")
    moderator.groups.remove(Group.objects.get(name="moderator"))
    assert moderator.has_perm("moderation.decide"), "the object at hand still remembers the right"

    with pytest.raises(services.NotAModerator):
        hide(comment, moderator)


def test_nobody_decides_about_their_own_comment():
    moderator = make_moderator()
    comment = make_comment(author=moderator)

    with pytest.raises(services.OwnComment):
        hide(comment, moderator)
    hide(comment, make_moderator())
    with pytest.raises(services.OwnComment):
        services.restore(comment=comment, moderator=moderator, reason=REASON)

    assert Comment.objects.get().state == State.HIDDEN


def test_hiding_twice_is_refused():
    comment = make_comment()
    decision = hide(comment, make_moderator())

    with pytest.raises(services.AlreadyDecided):
        hide(comment, make_moderator(), rule="spam")

    assert list(ModerationDecision.objects.all()) == [decision]


def test_what_is_not_hidden_is_not_restored():
    with pytest.raises(services.AlreadyDecided):
        services.restore(comment=make_comment(), moderator=make_moderator(), reason=REASON)


def test_a_decision_made_meanwhile_stops_one_that_did_not_know_of_it():
    comment = make_report().comment
    kept = services.keep(comment=comment, moderator=make_moderator(), reason="의견입니다.", seen=0)

    with pytest.raises(services.AlreadyDecided):
        hide(comment, make_moderator(), seen=0)
    decision = hide(comment, make_moderator(), seen=kept.pk)

    assert list(ModerationDecision.objects.newest_first()) == [decision, kept]


@pytest.mark.parametrize(
    "fields",
    [
        {"rule": ""},
        {"rule": "boring"},
        {"reason": ""},
        {"reason": " \n\u200b"},
        {"reason": "가" * 1001},
        {"note": "a\x00"},
        {"reason": "\udfff"},
    ],
)
def test_hiding_needs_a_known_rule_and_a_usable_reason(fields):
    comment = make_comment()

    with pytest.raises(InvalidInput):
        hide(comment, make_moderator(), **fields)

    comment.refresh_from_db()
    assert (comment.state, ModerationDecision.objects.count()) == (State.PUBLISHED, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_the_same_time_one_wins_and_the_other_is_told():
    call_command("load_roles", verbosity=0)
    comment = make_report().comment
    moderators = [make_moderator() for _ in range(4)]
    hides = [lambda m=m: hide(comment, m, seen=0) for m in moderators[:2]]
    keeps = [lambda m=m: services.keep(comment=comment, moderator=m, reason=REASON, seen=0) for m in moderators[2:]]

    outcomes = at_once([*hides, *keeps])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDecided"] * 3 + ["ModerationDecision"]
    assert ModerationDecision.objects.count() == 1
    assert Report.objects.get().decision == ModerationDecision.objects.get()
