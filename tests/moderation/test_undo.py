"""A decision is taken back within ten minutes: everything is what it was, and whoever was told is told again."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.appeals.models import Appeal
from portal.core.audit_log import verify
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import ModerationDecision, Report, Review
from portal.notifications import services as notifications
from portal.notifications.models import Notification
from tests.at_once import at_once
from tests.factories import make_administrator, make_appeal, make_citizen, make_comment, make_moderator, make_report, put

pytestmark = pytest.mark.django_db
REASON = "상대를 모욕하는 표현이 있습니다."
WORDS = ("state", "rule", "pending_for", "blocked_until")
DECISIONS = {
    "hide": lambda comment, moderator: services.hide(comment=comment, moderator=moderator, rule="abuse", reason=REASON),
    "keep": lambda comment, moderator: services.keep(comment=comment, moderator=moderator, reason=REASON),
    "restore": lambda comment, moderator: services.restore(comment=comment, moderator=moderator, reason=REASON),
    "publish": lambda comment, moderator: services.publish(comment=comment, moderator=moderator, reason=REASON),
}


def as_stored(comment) -> dict:
    return Comment.objects.values(*WORDS).get(pk=comment.pk)


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (State.PUBLISHED, "hide"), (State.PENDING, "hide"), (State.UNDER_REVIEW, "hide"),
        (State.PUBLISHED, "keep"), (State.UNDER_REVIEW, "keep"), (State.HIDDEN, "restore"), (State.PENDING, "publish"),
    ],
)  # fmt: skip
def test_the_comment_is_exactly_what_it_was(state, action):
    comment, moderator = put(make_comment(), state), make_moderator()
    before = as_stored(comment)
    decision = DECISIONS[action](comment, moderator)

    undone = services.undo(decision=decision, moderator=moderator)

    assert as_stored(comment) == before
    assert (undone.action, undone.undoes, undone.moderator) == ("undo", decision, moderator)
    assert list(ModerationDecision.objects.in_force()) == []


def test_settled_reports_and_the_review_wait_again():
    comment, moderator, now = make_comment(), make_moderator(), timezone.now()
    reports = [make_report(comment=comment) for _ in range(2)]
    ends_at = now + timedelta(hours=30)
    put(comment, State.UNDER_REVIEW, blocked_until=ends_at)
    Review.objects.create(comment=comment, weight=30, began_at=now, lapses_at=ends_at)
    decision = services.keep(comment=comment, moderator=moderator, reason=REASON)
    assert (Report.objects.open().count(), Review.objects.get().outcome) == (0, "decided")

    services.undo(decision=decision, moderator=moderator)

    assert list(Report.objects.open().order_by("pk")) == reports
    assert Review.objects.values_list("outcome", "ended_at", "lapses_at").get() == ("open", None, ends_at)
    assert as_stored(comment)["blocked_until"] == ends_at


def test_only_within_ten_minutes():
    moderator = make_moderator()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        in_time, late = (services.hide(comment=make_comment(), moderator=moderator, rule="spam", reason=REASON) for _ in range(2))
        clock.shift(timedelta(minutes=10) - timedelta(seconds=1))
        services.undo(decision=in_time, moderator=moderator)
        clock.shift(timedelta(seconds=1))
        with pytest.raises(services.NotUndoable):
            services.undo(decision=late, moderator=moderator)

    assert [as_stored(decision.comment)["state"] for decision in (in_time, late)] == [State.PUBLISHED, State.HIDDEN]


def test_by_whoever_decided_or_by_an_administrator():
    comments, first = [make_comment() for _ in range(2)], make_moderator()
    decisions = [services.hide(comment=each, moderator=first, rule="spam", reason=REASON) for each in comments]

    with pytest.raises(services.NotUndoable):
        services.undo(decision=decisions[0], moderator=make_moderator())
    services.undo(decision=decisions[1], moderator=make_administrator())

    assert [as_stored(comment)["state"] for comment in comments] == [State.HIDDEN, State.PUBLISHED]


def test_not_twice_and_not_after_something_followed():
    moderator = make_moderator()
    undone, followed, appealed = (
        services.hide(comment=make_comment(), moderator=moderator, rule="spam", reason=REASON) for _ in range(3)
    )
    services.undo(decision=undone, moderator=moderator)
    services.restore(comment=followed.comment, moderator=make_moderator(), reason=REASON)
    make_appeal(decision=appealed)

    for decision, refusal in (
        (undone, services.AlreadyDecided),
        (followed, services.AlreadyDecided),
        (appealed, services.NotUndoable),
    ):
        with pytest.raises(refusal):
            services.undo(decision=decision, moderator=moderator)

    assert ModerationDecision.objects.filter(action="undo").count() == 1
    assert Appeal.objects.get().state == "open"


def test_a_taking_back_is_not_taken_back():
    moderator = make_moderator()
    undone = services.undo(
        decision=services.hide(comment=make_comment(), moderator=moderator, rule="spam", reason=REASON), moderator=moderator
    )

    with pytest.raises(services.NotUndoable):
        services.undo(decision=undone, moderator=moderator)


def test_what_its_author_withdrew_meanwhile_stays_withdrawn():
    comment, moderator = make_report().comment, make_moderator()
    decision = services.keep(comment=comment, moderator=moderator, reason=REASON)
    discussion.withdraw(comment=comment, author=comment.author)

    services.undo(decision=decision, moderator=moderator)

    assert as_stored(comment)["state"] == State.WITHDRAWN
    assert Report.objects.open().count() == 1


def test_decisions_stay_append_only_and_the_record_holds():
    moderator = make_moderator()
    decision = services.hide(comment=make_comment(), moderator=moderator, rule="spam", reason=REASON)
    services.undo(decision=decision, moderator=moderator)

    for change in (lambda: ModerationDecision.objects.update(state_before=""), ModerationDecision.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert verify().broken is None


# --- mail --------------------------------------------------------------------------------------------------------------------


def test_mails_that_were_not_sent_are_not_sent(mailbox):
    report, moderator = make_report(), make_moderator()
    decision = services.hide(comment=report.comment, moderator=moderator, rule="abuse", reason=REASON)

    services.undo(decision=decision, moderator=moderator)

    assert mailbox.deliver() == []
    assert set(Notification.objects.values_list("kind", "state")) == {
        ("comment_hidden", "suppressed"), ("comment_report_settled", "suppressed")
    }  # fmt: skip


@pytest.mark.parametrize(("language", "author_reads", "reporter_reads"), [
    ("ko", "조치 안내를 바로잡습니다", "다시 검토합니다"), ("en", "A correction of the message", "comment you reported again"),
])  # fmt: skip
def test_whoever_was_told_is_told_that_it_no_longer_holds(mailbox, language, author_reads, reporter_reads):
    author, reporter = (make_citizen(language=language) for _ in range(2))
    report, moderator = make_report(comment=make_comment(author=author), reporter=reporter), make_moderator()
    decision = services.hide(comment=report.comment, moderator=moderator, rule="abuse", reason=REASON)
    mailbox.deliver()
    mailbox.received.clear()

    services.undo(decision=decision, moderator=moderator)

    mails = {mail["To"]: mail for mail in mailbox.deliver()}
    assert set(mails) == {author.email, reporter.email}
    assert author_reads in mails[author.email]["Subject"]
    assert reporter_reads in mails[reporter.email]["Subject"]
    everything = " ".join(mail.get_content() for mail in mails.values())
    assert [name for name in (moderator.nickname, moderator.email) if name in everything] == []
    assert reporter.nickname not in mails[author.email].get_content()


def test_hidden_again_after_taking_back_only_the_new_mail_goes_out(mailbox):
    comment, moderator = make_comment(), make_moderator()
    first = services.hide(comment=comment, moderator=moderator, rule="spam", reason="처음 이유")
    services.undo(decision=first, moderator=moderator)
    services.hide(comment=comment, moderator=moderator, rule="abuse", reason="나중 이유")

    (mail,) = mailbox.deliver()

    assert "나중 이유" in mail.get_content()


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_goes_out_at_that_very_moment_is_corrected_or_stopped(mailbox):
    for _round in range(5):
        moderator = make_moderator()
        decision = services.hide(comment=make_comment(), moderator=moderator, rule="spam", reason=REASON)
        queued = Notification.objects.queued().get()
        mailbox.received.clear()

        at_once([
            lambda queued=queued: notifications.send(notification_id=queued.pk),
            lambda decision=decision, moderator=moderator: services.undo(decision=decision, moderator=moderator),
        ])  # fmt: skip
        received = [mail["To"] for mail in mailbox.deliver()]

        sent = list(Notification.objects.filter(state="sent", recipient=decision.comment.author).values_list("kind", flat=True))
        assert sorted(sent) in ([], ["comment_decision_undone", "comment_hidden"])
        assert received == [decision.comment.author.email] * len(sent)


# --- pages -------------------------------------------------------------------------------------------------------------------


def test_the_button_stands_on_the_confirmation_and_in_the_list(client):
    comment, moderator = make_comment(), make_moderator()
    client.force_login(moderator)

    page = client.post(reverse("moderation:hide", args=[comment.pk]), {"prepared": "spam", "seen": "0"}, follow=True)
    address = reverse("moderation:undo", args=[ModerationDecision.objects.get().pk])
    listed = client.get(reverse("moderation:decision_list")).content.decode()
    asked = client.get(address, {"next": "/moderation/"}).content.decode()
    done = client.post(address, {"next": "/moderation/"})

    assert f'href="{address}"' in page.content.decode()
    assert address in listed
    assert 'name="next" value="/moderation/"' in asked
    assert (done.status_code, done["Location"]) == (302, "/moderation/")
    assert as_stored(comment)["state"] == State.PUBLISHED
    assert address not in client.get(reverse("moderation:decision_list")).content.decode()


def test_too_late_is_said_kindly(client):
    moderator = make_moderator()
    client.force_login(moderator)
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        decision = services.hide(comment=make_comment(), moderator=moderator, rule="spam", reason=REASON)
    address = reverse("moderation:undo", args=[decision.pk])

    assert address not in client.get(reverse("moderation:decision_list")).content.decode()
    assert client.post(address).status_code == 409
    assert as_stored(decision.comment)["state"] == State.HIDDEN


def test_the_explanation_forgets_what_was_taken_back(client):
    comment, moderator = make_comment(), make_moderator()
    hidden = services.hide(comment=comment, moderator=moderator, rule="spam", reason="숨긴 이유")
    restored = services.restore(comment=comment, moderator=moderator, reason="잘못 되돌림")
    services.undo(decision=restored, moderator=moderator)

    page = client.get(reverse("moderation:explanation", args=[comment.pk])).content.decode()

    assert hidden.reason in page
    assert "잘못 되돌림" not in page
