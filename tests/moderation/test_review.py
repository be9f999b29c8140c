"""Enough reports put a comment out of sight until a moderator looks, or the time is over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core.audit_log import verify
from portal.core.models import AuditEvent
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import Action, Report, Review
from portal.moderation.services import reviews
from tests.at_once import at_once
from tests.factories import make_citizen, make_comment, make_moderator, make_officer

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T03:00:00+00:00"
MONTHS = timedelta(days=90)


def make_neighbour():
    """Somebody who has been here for months: their report counts as an ordinary one."""
    citizen = make_citizen(joined_at=timezone.now() - MONTHS)
    citizen.identity.verified_at = citizen.joined_at
    citizen.identity.save(update_fields=["verified_at"])
    return citizen


def report_by(number: int, comment: Comment) -> Comment:
    """The comment after so many ordinary reports."""
    for _ in range(number):
        services.report(comment=comment, reporter=make_neighbour(), reason="abuse")
    return Comment.objects.get(pk=comment.pk)


def actions(comment: Comment) -> list[str]:
    return list(comment.decisions.order_by("pk").values_list("action", flat=True))


def test_the_third_ordinary_report_puts_a_comment_under_review(time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = make_comment()

    after_two = report_by(2, comment)
    after_three = report_by(1, comment)

    until = timezone.now() + timedelta(hours=72)
    assert after_two.state == State.PUBLISHED
    assert (after_three.state, after_three.blocked_until, after_three.is_shown) == (State.UNDER_REVIEW, until, False)
    review = Review.objects.get()
    assert (review.comment, review.weight, review.began_at, review.lapses_at) == (comment, 30, timezone.now(), until)
    assert (review.outcome, review.ended_at) == (Review.Outcome.OPEN, None)
    assert actions(comment) == [Action.REVIEW]
    assert comment.decisions.get().moderator is None
    assert Report.objects.open().count() == 3


def test_threshold_and_time_are_settings(settings, time_machine):
    time_machine.move_to(NOON, tick=False)
    settings.MODERATION_REVIEW_WEIGHT, settings.MODERATION_REVIEW_HOURS = 10, 5

    comment = report_by(1, make_comment())

    assert comment.blocked_until == timezone.now() + timedelta(hours=5)


def test_it_is_visible_again_at_the_second_without_any_worker(time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = report_by(3, make_comment())

    time_machine.shift(timedelta(hours=72) - timedelta(microseconds=1))
    before = Comment.objects.shown().filter(pk=comment.pk).exists(), comment.is_shown
    time_machine.shift(timedelta(microseconds=1))
    after = Comment.objects.shown().filter(pk=comment.pk).exists(), comment.is_shown

    assert (before, after) == ((False, False), (True, True))


def test_the_job_writes_the_lapse_once_with_the_time_it_was_over(time_machine, mailbox):
    time_machine.move_to(NOON, tick=False)
    comment = report_by(3, make_comment())
    mailbox.deliver()
    mailbox.received.clear()
    time_machine.shift(timedelta(days=6))

    counts = [reviews.end_reviews(), reviews.end_reviews()]

    review = Review.objects.get()
    assert counts == [1, 0]
    assert (review.outcome, review.ended_at) == (Review.Outcome.LAPSED, review.lapses_at)
    assert actions(comment) == [Action.REVIEW, Action.LAPSE]
    assert comment.decisions.newest_first().first().created_at == timezone.now()
    comment = Comment.objects.get(pk=comment.pk)
    assert (comment.state, comment.blocked_until) == (State.PUBLISHED, None)
    assert Report.objects.open().count() == 3
    assert [mail["To"] for mail in mailbox.deliver()] == [comment.author.email]


def test_before_the_time_the_job_does_nothing(time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = report_by(3, make_comment())
    time_machine.shift(timedelta(hours=71))

    assert reviews.end_reviews() == 0
    assert actions(comment) == [Action.REVIEW]


def test_the_same_reports_do_not_act_twice_but_new_ones_do(time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = report_by(3, make_comment())
    time_machine.shift(timedelta(hours=80))
    reviews.end_reviews()

    after_two_more = report_by(2, comment)
    after_three_more = report_by(1, comment)

    assert (after_two_more.state, after_three_more.state) == (State.PUBLISHED, State.UNDER_REVIEW)
    assert list(Review.objects.order_by("pk").values_list("outcome", "weight")) == [("lapsed", 30), ("open", 30)]


def test_new_reports_act_though_no_worker_wrote_the_lapse(time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = report_by(3, make_comment())
    time_machine.shift(timedelta(hours=80))

    comment = report_by(3, comment)

    assert (comment.state, comment.is_shown) == (State.UNDER_REVIEW, False)
    assert list(Review.objects.order_by("pk").values_list("outcome", flat=True)) == ["lapsed", "open"]


def test_words_that_a_moderator_let_stand_stay_in_sight():
    comment = report_by(3, make_comment())
    services.keep(comment=comment, moderator=make_moderator(), reason="규칙에 어긋나지 않습니다.")

    comment = report_by(5, comment)

    assert comment.state == State.PUBLISHED
    assert Review.objects.get().outcome == Review.Outcome.DECIDED


def test_words_changed_after_that_may_be_reviewed_again(time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = make_comment()
    report_by(1, comment)
    services.keep(comment=comment, moderator=make_moderator(), reason="규칙에 어긋나지 않습니다.")
    time_machine.shift(timedelta(minutes=1))
    report_by(2, comment)
    time_machine.shift(timedelta(minutes=1))
    discussion.edit(comment=comment, author=comment.author, body="이번에는 정말 심한 말입니다.")

    after_two = report_by(2, comment)
    after_three = report_by(1, comment)

    assert (after_two.state, after_three.state) == (State.PUBLISHED, State.UNDER_REVIEW)


def test_what_was_restored_is_not_reviewed_either():
    comment = make_comment()
    services.hide(comment=comment, moderator=make_moderator(), rule="abuse", reason="심한 말입니다.")
    services.restore(comment=comment, moderator=make_moderator(), reason="다시 살펴보았습니다.")

    assert report_by(4, comment).state == State.PUBLISHED


def test_an_official_reply_is_never_put_under_review():
    root = make_comment()
    official = discussion.reply_officially(comment=root, officer=make_officer(), body="올해 안에 가로등을 고치겠습니다.")

    assert report_by(6, official).state == State.PUBLISHED
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    ("decide", "state"),
    [
        (lambda comment: services.keep(comment=comment, moderator=make_moderator(), reason="괜찮습니다."), State.PUBLISHED),
        (
            lambda comment: services.hide(comment=comment, moderator=make_moderator(), rule="abuse", reason="심합니다."),
            State.HIDDEN,
        ),
    ],
    ids=["keep", "hide"],
)
def test_a_moderators_decision_ends_the_review_and_the_clock_changes_nothing(time_machine, decide, state):
    time_machine.move_to(NOON, tick=False)
    comment = report_by(3, make_comment())
    decide(comment)
    decided = actions(comment)
    time_machine.shift(timedelta(days=10))

    assert reviews.end_reviews() == 0
    assert Comment.objects.get(pk=comment.pk).state == state
    assert Review.objects.get().outcome == Review.Outcome.DECIDED
    assert actions(comment) == decided


def test_an_author_who_withdraws_under_review_is_not_told_of_a_lapse(time_machine, mailbox):
    time_machine.move_to(NOON, tick=False)
    comment = report_by(3, make_comment())
    discussion.withdraw(comment=comment, author=comment.author)
    time_machine.shift(timedelta(days=4))

    assert reviews.end_reviews() == 1
    assert actions(comment) == [Action.REVIEW]
    assert Comment.objects.get(pk=comment.pk).state == State.WITHDRAWN
    assert mailbox.deliver() == []


@pytest.mark.parametrize(("language", "words"), [("ko", "검토하고 있습니다"), ("en", "is under review")])
def test_the_author_is_told_at_once_and_nobody_who_reported_is_named(mailbox, language, words):
    comment = make_comment(author=make_citizen(language=language))
    reporters = [make_neighbour() for _ in range(3)]
    for reporter in reporters:
        services.report(comment=comment, reporter=reporter, reason="abuse", text="신고자의말")

    (mail,) = mailbox.deliver()

    assert words in mail["Subject"]
    assert mail["To"] == comment.author.email
    text = mail.get_content()
    assert f"/comments/{comment.pk}/" in text
    assert [word for word in ("신고자의말", *(reporter.nickname for reporter in reporters)) if word in text] == []


def test_the_record_says_what_the_portal_did(time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = report_by(3, make_comment())
    time_machine.shift(timedelta(hours=72))
    reviews.end_reviews()

    entries = AuditEvent.objects.filter(subject=f"comment:{comment.pk}").order_by("number")

    assert list(entries.values_list("action", "role", "actor")) == [
        ("moderation.review", "system", None),
        ("moderation.lapse", "system", None),
    ]
    assert verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_twenty_reports_at_once_make_one_review():
    comment, reporters = make_comment(), [make_neighbour() for _ in range(20)]
    calls = [lambda who=who: services.report(comment=comment, reporter=who, reason="spam") for who in reporters]

    outcomes = at_once(calls)

    made = [outcome for outcome in outcomes if isinstance(outcome, Report)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, services.NotReportable)]
    assert (len(made), len(refused)) == (3, 17)
    assert Report.objects.count() == 3
    assert (Review.objects.get().weight, actions(comment)) == (30, [Action.REVIEW])


def test_the_database_keeps_one_open_review_of_a_comment():
    review = Review.objects.get(comment=report_by(3, make_comment()))
    again = {name: getattr(review, name) for name in ("comment", "weight", "began_at", "lapses_at")}

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(**again)
    Review.objects.update(outcome=Review.Outcome.LAPSED, ended_at=review.lapses_at)
    Review.objects.create(**again)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_lapse(time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = report_by(3, make_comment())
    time_machine.shift(timedelta(days=5))

    counts = at_once([reviews.end_reviews] * 4)

    assert sorted(counts) == [0, 0, 0, 1]
    assert actions(comment) == [Action.REVIEW, Action.LAPSE]
