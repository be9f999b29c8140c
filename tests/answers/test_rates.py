"""How departments answer, counted anew from the rows."""

from collections import Counter
from datetime import date
from statistics import median

import pytest
import time_machine

from portal.answers import services
from portal.answers.models import AnswerRequest
from portal.answers.rates import rates
from portal.core.business_days import business_days_between
from portal.discussion.models import State
from tests.factories import make_answer, make_answer_request, make_comment, make_department, make_officer, put

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 20)


@pytest.fixture
def officer(db):
    return make_officer(department=make_department(name_ko="가과"))


def owed(officer, on: str) -> AnswerRequest:
    """A request of that day."""
    with time_machine.travel(f"{on}T10:00:00+09:00", tick=False):
        return make_answer_request(officer=officer, comment=make_comment())


def answered(officer, received: str, on: str) -> AnswerRequest:
    """A request of one day answered on another."""
    request = owed(officer, received)
    with time_machine.travel(f"{on}T10:00:00+09:00", tick=False):
        return make_answer(request=request, officer=officer, body=f"답변 {request.pk}")


def test_the_rates_equal_a_recount(officer):
    other = make_officer(department=make_department(name_ko="나과"))
    spans = [
        ("2026-11-02", "2026-11-05"),
        ("2026-11-02", "2026-11-16"),
        ("2026-11-02", "2026-11-17"),
        ("2026-11-10", "2026-12-18"),
    ]
    rows = [answered(officer, *span) for span in spans]
    owed(officer, "2026-11-03")
    owed(officer, "2026-12-18")
    answered(other, "2026-12-01", "2026-12-01")

    [first, second], of_all = rates(TODAY)

    late = [row for row in rows if row.answered_at.date() > row.due_on]
    taken = [business_days_between(row.received_at.date(), row.answered_at.date()) for row in rows]
    assert (first.department, first.owed, first.in_time, first.answered_late) == (officer.department, 6, 2, len(late))
    assert (first.waiting, first.overdue, first.median_days) == (1, 1, median(taken))
    assert first.percent_in_time == 40
    assert (second.department, second.owed, second.in_time, second.median_days, second.percent_in_time) == (
        other.department, 1, 1, 0, 100,
    )  # fmt: skip
    assert (of_all.owed, of_all.in_time, of_all.late, of_all.waiting) == (7, 3, 3, 1)
    assert of_all.owed == of_all.in_time + of_all.answered_late + of_all.waiting + of_all.overdue


def test_handing_over_what_is_late_takes_no_lateness_away(officer):
    other, third = (
        make_officer(department=make_department(name_ko="나과")),
        make_officer(department=make_department(name_ko="다과")),
    )
    late, early = owed(officer, "2026-11-02"), owed(officer, "2026-11-02")
    with time_machine.travel("2026-11-16T18:00:00+09:00", tick=False):  # the last day
        services.hand_over(request=early, officer=officer, department=third.department, note="이유")
    with time_machine.travel("2026-11-17T09:00:00+09:00", tick=False):  # a day too late
        late = services.hand_over(request=late, officer=officer, department=other.department, note="이유")
        make_answer(request=late, officer=other)

    by_department, _all = rates(TODAY)

    assert {rate.department.name: (rate.answered_late, rate.overdue) for rate in by_department} == {
        "가과": (1, 0),
        "다과": (0, 1),
    }


def test_what_is_not_due_counts_for_the_department_that_holds_it(officer):
    other = make_officer()
    request = owed(officer, "2026-12-18")
    services.hand_over(request=request, officer=officer, department=other.department, note="이유")

    assert Counter(rate.department for rate in rates(TODAY)[0]) == {other.department: 1}


def test_what_is_not_shown_is_not_counted(officer):
    request = owed(officer, "2026-11-02")
    put(request.comment, State.HIDDEN)

    assert rates(TODAY)[0] == []


def test_a_withdrawn_answer_counts_as_none(officer):
    request = answered(officer, "2026-11-02", "2026-11-03")
    put(request.reply, State.WITHDRAWN)

    assert (rates(TODAY)[1].in_time, rates(TODAY)[1].overdue) == (0, 1)


def test_counting_takes_two_queries(officer, django_assert_num_queries):
    for number in (1, 3):
        for _ in range(number):
            owed(make_officer(), "2026-11-02")
        with django_assert_num_queries(2):
            rates(TODAY)


def test_requests_without_a_department_stand_last():
    request = make_answer_request()
    AnswerRequest.objects.filter(pk=request.pk).update(department=None)
    make_answer_request()

    assert [rate.department is None for rate in rates(date(2026, 1, 1))[0]] == [False, True]
