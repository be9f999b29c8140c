"""Citizens report comments."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core.errors import InvalidInput, TooManyRequests
from portal.discussion.models import State
from portal.moderation import services
from portal.moderation.models import Report
from tests.at_once import at_once
from tests.factories import make_citizen, make_comment, make_moderator, make_report, put

pytestmark = pytest.mark.django_db


def report(comment, reporter, **fields) -> Report:
    return services.report(**{"comment": comment, "reporter": reporter, "reason": "abuse", **fields})


def test_a_report_waits_until_a_decision_settles_it():
    comment, reporter = make_comment(), make_citizen()

    made = report(comment, reporter, reason="spam", text="  같은 글이\r\n네 번째예요  ")

    assert list(Report.objects.open()) == [made]
    assert (made.comment, made.reporter, made.person_key) == (comment, reporter, reporter.person_key)
    assert (made.reason, made.text, made.decision) == ("spam", "같은 글이\n네 번째예요", None)


def test_a_person_reports_a_comment_once():
    comment, reporter = make_comment(), make_citizen()
    first = report(comment, reporter)

    with pytest.raises(services.AlreadyReported):
        report(comment, reporter, reason="spam")

    assert list(Report.objects.all()) == [first]


def test_a_settled_report_is_not_made_again():
    comment, reporter = make_comment(), make_citizen()
    report(comment, reporter)
    services.keep(comment=comment, moderator=make_moderator(), reason="규칙 위반이 아닙니다.")

    with pytest.raises(services.AlreadyReported):
        report(comment, reporter)

    assert Report.objects.open().count() == 0


def test_a_person_who_came_back_with_a_new_account_reports_once():
    comment, reporter = make_comment(), make_citizen()
    report(comment, reporter)
    identity, reporter.identity = reporter.identity, None
    reporter.save(update_fields=["identity"])
    returned = make_citizen(verified=False, identity=identity)

    with pytest.raises(services.AlreadyReported):
        report(comment, returned)


def test_the_database_refuses_a_second_report_of_an_account_or_a_person():
    first = make_report()
    values = {"comment": first.comment, "reason": "abuse", "created_at": timezone.now()}

    for twice in (
        {"reporter": first.reporter, "person_key": "other"},
        {"reporter": make_citizen(), "person_key": first.person_key},
    ):
        with pytest.raises(IntegrityError, match="one_report_per"), transaction.atomic():
            Report.objects.create(**values, **twice)


def test_only_verified_people_report():
    with pytest.raises(services.NotVerified):
        report(make_comment(), make_citizen(verified=False))

    assert Report.objects.count() == 0


def test_nobody_reports_their_own_comment():
    comment = make_comment()

    with pytest.raises(services.OwnComment):
        report(comment, comment.author)

    assert Report.objects.count() == 0


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_what_nobody_sees_is_not_reported(state):
    comment = put(make_comment(), state)

    with pytest.raises(services.NotReportable):
        report(comment, make_moderator())

    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "fields", [{"reason": "boring"}, {"reason": ""}, {"text": "가" * 1001}, {"text": "a\x00b"}, {"text": "\ud800"}]
)
def test_unusable_input_is_refused(fields):
    with pytest.raises(InvalidInput):
        report(make_comment(), make_citizen(), **fields)

    assert Report.objects.count() == 0


def test_reports_are_limited_per_person(time_machine):
    time_machine.move_to("2026-11-23T05:00:00+00:00")
    reporter, comments = make_citizen(), [make_comment() for _ in range(services.REPORTS_PER_HOUR + 1)]
    for comment in comments[:-1]:
        report(comment, reporter)

    with pytest.raises(TooManyRequests):
        report(comments[-1], reporter)
    report(comments[-1], make_citizen())
    time_machine.shift(timedelta(hours=1))
    report(comments[-1], reporter)

    assert Report.objects.filter(comment=comments[-1]).count() == 2


def test_reports_are_limited_per_network_address_for_more_than_a_household(time_machine):
    time_machine.move_to("2026-11-23T05:00:00+00:00", tick=False)
    comments = [make_comment() for _ in range(10)]
    for reporter in [make_citizen() for _ in range(services.REPORTS_PER_HOUR_FROM_AN_ADDRESS // 10)]:
        for comment in comments:
            services.report(comment=comment, reporter=reporter, reason="spam", address="203.0.113.7")

    with pytest.raises(TooManyRequests):
        services.report(comment=comments[0], reporter=make_citizen(), reason="spam", address="203.0.113.7")

    services.report(comment=comments[0], reporter=make_citizen(), reason="spam", address="203.0.113.8")


@pytest.mark.django_db(transaction=True)
def test_parallel_reports_of_one_person_leave_one():
    comment, reporter = make_comment(), make_citizen()

    outcomes = at_once([lambda: report(comment, reporter)] * 16)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyReported"] * 15 + ["Report"]
    assert Report.objects.count() == 1
