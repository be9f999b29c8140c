"""Keeping a person out for a time, and hiding what they wrote in the same act."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import IdentityVerification
from portal.appeals.models import Suspension
from portal.appeals.services import suspensions
from portal.core.errors import InvalidInput
from portal.core.models import AuditEvent
from portal.discussion import services as discussion
from portal.discussion.gate import Suspended
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import Action, ModerationDecision, Report, Review
from portal.notifications.models import Notification
from tests.factories import (
    make_administrator,
    make_block,
    make_citizen,
    make_comment,
    make_decision,
    make_many_comments,
    make_moderator,
    make_officer,
    make_report,
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


def test_a_suspended_person_does_not_write_until_the_clock_says_so():
    person, other = make_citizen(), make_comment()
    with time_machine.travel(NOW, tick=False) as clock:
        make_suspension(person=person, until=timezone.now() + timedelta(hours=1))
        acts = [
            lambda: make_comment(author=person),
            lambda: make_comment(author=person, parent=other),
            lambda: discussion.vote(comment=other, voter=person, value="agree"),
        ]
        for act in acts:
            with pytest.raises(Suspended):
                act()
        clock.shift(timedelta(hours=1))

        assert make_comment(author=person).state == State.PUBLISHED


def test_a_suspended_person_reads_and_withdraws_and_stays_signed_in():
    comment = make_comment()
    client = Client()
    client.force_login(comment.author)
    make_suspension(person=comment.author)

    assert client.get(reverse("pages:my_page")).status_code == 200
    assert discussion.withdraw(comment=comment, author=comment.author).state == State.WITHDRAWN


def test_a_new_account_of_the_person_is_suspended_too():
    person = make_citizen()
    suspension = make_suspension(person=person)
    identity, person.identity = IdentityVerification.objects.get(pk=person.identity_id), None
    person.save(update_fields=["identity"])
    returned = make_citizen(identity=identity, suspended_until=identity.suspended_until)
    assert returned.is_suspended(timezone.now())

    suspensions.lift(suspension=suspension, moderator=make_administrator(), reason=REASON)

    returned.refresh_from_db()
    assert not returned.is_suspended(timezone.now())


@pytest.mark.parametrize("who", [make_moderator, make_citizen, make_officer])
def test_only_administrators_suspend_and_lift(who):
    with pytest.raises(services.NotAModerator):
        make_suspension(moderator=who())
    suspension = make_suspension()
    with pytest.raises(services.NotAModerator):
        suspensions.lift(suspension=suspension, moderator=who(), reason=REASON)

    assert list(Suspension.objects.filter(lifted_at=None)) == [suspension]


def test_nobody_suspends_themselves_or_a_colleague():
    administrator = make_administrator()
    for person in (administrator, make_administrator(), make_moderator()):
        with pytest.raises(suspensions.NotSuspendable):
            make_suspension(person=person, moderator=administrator)

    assert Suspension.objects.count() == 0


@pytest.mark.parametrize("length", [timedelta(minutes=59), timedelta(days=367), timedelta(days=-1), timedelta()])
def test_a_suspension_lasts_an_hour_to_a_year(length):
    person = make_citizen()

    with time_machine.travel(NOW, tick=False), pytest.raises(InvalidInput):
        make_suspension(person=person, until=timezone.now() + length)

    person.refresh_from_db()
    assert (person.suspended_until, Suspension.objects.count()) == (None, 0)


@pytest.mark.parametrize("fields", [{"rule": ""}, {"rule": "boring"}, {"reason": " \u200b"}, {"note": "a\x00"}])
def test_a_suspension_names_its_rule_and_its_reason(fields):
    with pytest.raises(InvalidInput):
        make_suspension(**fields)


def test_one_suspension_at_a_time_and_one_that_ran_out_makes_room():
    person = make_citizen()
    with time_machine.travel(NOW, tick=False) as clock:
        first = make_suspension(person=person)
        with pytest.raises(suspensions.AlreadySuspended):
            make_suspension(person=person)
        clock.shift(timedelta(days=3))

        second = make_suspension(person=person)

    first.refresh_from_db()
    assert (first.lifted_at, first.is_lifted) == (first.ends_at, False)
    assert list(Suspension.objects.of(person).newest_first()) == [second, first]


def test_the_database_itself_keeps_to_one_suspension():
    row = make_suspension()

    with pytest.raises(IntegrityError, match="one_suspension_at_a_time"), transaction.atomic():
        Suspension.objects.create(
            person=row.person, moderator=row.moderator, rule="spam", reason="둘", began_at=row.began_at, ends_at=row.ends_at
        )


def test_everything_that_could_be_read_is_hidden_in_one_act():
    person = make_citizen()
    tasks = [make_task(), make_task()]
    shown, reviewed, withdrawn, hidden, blocked = make_many_comments(task=tasks[0], number=5, each=1, author=person)
    reply = make_comment(author=person, parent=make_comment(task=tasks[1]), task=tasks[1])
    other = make_comment(task=tasks[0])
    put(reviewed, State.UNDER_REVIEW)
    discussion.withdraw(comment=withdrawn, author=person)
    earlier = make_decision(comment=hidden)
    make_block(comment=blocked)

    suspension = make_suspension(person=person, hides_comments=True)

    touched = [shown, reply, reviewed, blocked]
    assert states(*touched) == [State.HIDDEN] * 4
    assert states(withdrawn, hidden, other) == [State.WITHDRAWN, State.HIDDEN, State.PUBLISHED]
    made = ModerationDecision.objects.filter(batch=suspension.batch)
    assert set(made.values_list("comment", "action", "rule", "moderator")) == {
        (comment.pk, Action.HIDE, "spam", suspension.moderator_id) for comment in touched
    }
    assert list(hidden.decisions.all()) == [earlier]


def test_what_a_person_says_for_the_city_stays():
    officer = make_officer()
    reply = discussion.reply_officially(comment=make_comment(), officer=officer, body="내년에 심습니다.")
    officer.groups.clear()
    type(officer).objects.filter(pk=officer.pk).update(is_staff=False)

    make_suspension(person=officer, hides_comments=True)

    assert states(reply) == [State.PUBLISHED]


def test_words_of_an_earlier_account_are_hidden_too():
    comment = make_comment()
    identity, comment.author.identity = comment.author.identity, None
    comment.author.save(update_fields=["identity"])

    make_suspension(person=make_citizen(identity=identity), hides_comments=True)

    assert states(comment) == [State.HIDDEN]


def test_without_that_choice_everything_stays():
    comment = make_comment()

    make_suspension(person=comment.author)

    assert states(comment) == [State.PUBLISHED]


def test_what_is_hidden_is_gone_everywhere_at_once(client, mailbox):
    asked = make_comment()
    reply = make_comment(task=asked.task, parent=asked, body="들통날낱말 가득한 답글")
    root = make_comment(author=reply.author, task=asked.task, body="들통날낱말 가득한 의견")

    make_suspension(person=reply.author, hides_comments=True)

    pages = [
        reverse("pages:home"),
        asked.task.get_absolute_url(),
        *(reverse("discussion:permalink", args=[c.pk]) for c in (reply, root)),
    ]
    assert [path for path in pages if "들통날낱말" in client.get(path).content.decode()] == []
    mails = mailbox.deliver()
    assert [mail["X-Envelope-To"] for mail in mails] == [reply.author.email]
    assert Notification.objects.get(kind="comment_replied").state == "suppressed"


def test_reports_are_settled_each_reporter_is_told_once_and_reviews_end(mailbox):
    person, reporter = make_citizen(), make_citizen()
    comments = make_many_comments(task=make_task(), number=3, each=1, author=person)
    reports = [make_report(comment=comment, reporter=reporter) for comment in comments]
    Review.objects.create(comment=comments[0], weight=30, began_at=timezone.now(), lapses_at=timezone.now() + timedelta(days=1))
    other = make_report()

    suspension = make_suspension(person=person, hides_comments=True)

    assert list(Report.objects.open()) == [other]
    for report in reports:
        report.refresh_from_db()
        assert (report.decision.comment_id, report.decision.batch) == (report.comment_id, suspension.batch)
    assert Review.objects.get().outcome == Review.Outcome.DECIDED
    told = [mail["X-Envelope-To"] for mail in mailbox.deliver()]
    assert sorted(told) == sorted([person.email, reporter.email])


def test_the_person_is_told_once_in_their_language_without_a_name(mailbox):
    person = make_citizen(language="en")
    make_many_comments(task=make_task(), number=2, author=person)
    with time_machine.travel(NOW, tick=False):
        suspension = make_suspension(person=person, hides_comments=True, note="내부메모낱말")

        [mail] = mailbox.deliver()

    text = mail.get_content()
    assert mail["Subject"].strip() == "[Hanbat Madang] You cannot take part for a time"
    assert "2 comments of yours were hidden" in text
    assert [word for word in (suspension.moderator.nickname, "내부메모낱말") if word in text] == []


def test_every_part_of_the_act_is_on_record():
    comment = make_comment()
    suspension = make_suspension(person=comment.author, hides_comments=True)

    entries = (
        AuditEvent.objects.order_by("number").values_list("action", "actor", "subject").filter(actor=suspension.moderator_id)
    )

    assert list(entries) == [
        ("suspension.began", suspension.moderator_id, f"person:{comment.author_id}"),
        ("moderation.hide", suspension.moderator_id, f"comment:{comment.pk}"),
    ]
