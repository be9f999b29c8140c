"""What reports count for: each rule, and that a crowd is not a majority."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.discussion.gate import Suspended
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import Report
from portal.moderation.services import reports
from portal.moderation.weights import total
from tests.factories import make_citizen, make_comment, make_moderator, make_report
from tests.moderation.test_review import NOON, make_neighbour

pytestmark = pytest.mark.django_db
HOME, OFFICE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def report(reporter, comment=None, **fields) -> Report:
    comment = comment or make_comment()
    return services.report(**{"comment": comment, "reporter": reporter, "reason": "abuse", **fields})


def settled(reporter, action, number: int) -> None:
    """So many earlier reports that ended one way, about as many authors."""
    for _ in range(number):
        made = make_report(reporter=reporter)
        if action == "hide":
            services.hide(comment=made.comment, moderator=make_moderator(), rule="abuse", reason="심한 말입니다.")
        else:
            services.keep(comment=made.comment, moderator=make_moderator(), reason="괜찮습니다.")


def counted() -> int:
    return total(Report.objects.select_related("reporter__identity"))


def test_an_ordinary_report_counts_ten():
    assert report(make_neighbour()).weight == 10


@pytest.mark.parametrize(("age", "weight"), [(timedelta(days=7), 10), (timedelta(days=7) - timedelta(seconds=1), 5)])
def test_an_account_younger_than_seven_days_counts_five(age, weight):
    citizen = make_neighbour()
    citizen.joined_at = timezone.now() - age
    citizen.save(update_fields=["joined_at"])

    assert report(citizen).weight == weight


@pytest.mark.parametrize(("rejected", "weight"), [(2, 10), (3, 3)])
def test_who_was_never_right_counts_three(rejected, weight):
    citizen = make_neighbour()
    settled(citizen, "keep", rejected)

    assert report(citizen).weight == weight


def test_who_was_right_once_among_many_counts_ten():
    citizen = make_neighbour()
    settled(citizen, "keep", 3)
    settled(citizen, "hide", 1)

    assert report(citizen).weight == 10


@pytest.mark.parametrize(("right", "weight"), [(2, 10), (3, 15)])
def test_who_was_right_three_times_counts_fifteen(right, weight):
    citizen = make_neighbour()
    settled(citizen, "hide", right)

    assert report(citizen).weight == weight


def test_a_hiding_that_was_taken_back_proves_nobody_right():
    citizen, moderator = make_neighbour(), make_moderator()
    settled(citizen, "hide", 2)
    third = make_report(reporter=citizen)
    decision = services.hide(comment=third.comment, moderator=moderator, rule="abuse", reason="심한 말입니다.")
    services.undo(decision=decision, moderator=moderator)

    assert report(citizen).weight == 10


def test_open_reports_prove_nothing():
    citizen = make_neighbour()
    for _ in range(4):
        make_report(reporter=citizen)

    assert report(citizen).weight == 10


def test_the_fourth_report_about_one_author_within_a_week_counts_nothing():
    citizen, author = make_neighbour(), make_citizen()

    weights = [report(citizen, make_comment(author=author, body=f"의견 {number}")).weight for number in range(4)]
    elsewhere = report(citizen).weight

    assert weights == [10, 10, 10, 0]
    assert elsewhere == 10


def test_after_a_week_it_counts_again(time_machine):
    citizen, author = make_neighbour(), make_citizen()
    for number in range(3):
        report(citizen, make_comment(author=author, body=f"의견 {number}"))
    time_machine.shift(timedelta(days=7))

    assert report(citizen, make_comment(author=author, body="의견 4")).weight == 10


def test_what_counts_for_nothing_still_waits_for_a_moderator():
    citizen, author = make_neighbour(), make_citizen()
    for number in range(4):
        report(citizen, make_comment(author=author, body=f"의견 {number}"))

    assert Report.objects.open().count() == 4


def test_from_one_network_only_the_heaviest_report_counts():
    comment, newcomer = make_comment(), make_neighbour()
    newcomer.joined_at = timezone.now()
    newcomer.save(update_fields=["joined_at"])
    for reporter in (newcomer, make_neighbour(), make_neighbour(), make_neighbour()):
        report(reporter, comment, address=HOME)

    assert counted() == 10
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLISHED

    report(make_neighbour(), comment, address=OFFICE)
    report(make_neighbour(), comment, address="2001:db8::1")

    assert counted() == 30
    assert Comment.objects.get(pk=comment.pk).state == State.UNDER_REVIEW


def test_addresses_of_one_household_are_one_network():
    comment = make_comment()
    for number in range(1, 5):
        report(make_neighbour(), comment, address=f"2001:db8:0:1::{number}")

    assert counted() == 10


def test_no_address_is_kept_and_the_key_is_forgotten_after_thirty_days(time_machine):
    made = report(make_neighbour(), address=HOME)
    assert len(made.address_key) == 64
    assert HOME not in made.address_key

    time_machine.shift(timedelta(days=30) - timedelta(seconds=1))
    early = reports.forget_networks()
    time_machine.shift(timedelta(seconds=1))
    late = reports.forget_networks()

    assert (early, late, Report.objects.get().address_key) == (0, 1, "")


def test_a_crowd_of_people_verified_just_before_counts_half(time_machine):
    comment = make_comment()

    for _ in range(3):
        citizen = make_citizen(joined_at=timezone.now() - timedelta(days=30))
        report(citizen, comment)
        time_machine.shift(timedelta(minutes=2, seconds=30))

    assert counted() == 15
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLISHED


def test_the_same_people_over_a_longer_time_are_no_crowd(time_machine):
    comment = make_comment()

    for _ in range(3):
        report(make_citizen(joined_at=timezone.now() - timedelta(days=30)), comment)
        time_machine.shift(timedelta(minutes=2, seconds=31))

    assert counted() == 30
    assert Comment.objects.get(pk=comment.pk).state == State.UNDER_REVIEW


def test_eleven_new_accounts_sent_at_once_do_not_silence_anybody():
    comment = make_comment()

    for _ in range(11):
        report(make_citizen(joined_at=timezone.now()), comment)

    assert Comment.objects.get(pk=comment.pk).state == State.PUBLISHED


def test_reporting_asks_the_database_as_often_however_many_reported_before():
    counts = []
    for earlier in (1, 30):
        comment, reporter = make_comment(), make_neighbour()
        for _ in range(earlier):
            make_report(comment=comment, weight=0)
        with CaptureQueriesContext(connection) as captured:
            report(reporter, comment, address=HOME)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 20


def test_a_suspended_person_reports_nothing():
    citizen = make_neighbour()
    citizen.suspended_until = timezone.now() + timedelta(days=1)
    citizen.save(update_fields=["suspended_until"])

    with pytest.raises(Suspended):
        report(citizen)
    assert Report.objects.count() == 0
