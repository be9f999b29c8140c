"""A request goes from department to department; its clock runs on."""

from datetime import date

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.answers import services
from portal.answers.deadlines.clock import clock_of
from portal.answers.models import AnswerRequest, State
from portal.core.text.cleaning import UnusableText
from tests.effort import often
from tests.factories import make_answer, make_answer_request, make_comment, make_department, make_officer

pytestmark = pytest.mark.django_db
MOMENTS = st.lists(
    st.sampled_from(["2026-12-01", "2026-12-09", "2026-12-10", "2026-12-11", "2027-01-08"]), min_size=1, max_size=4
)


@pytest.mark.soak
@given(MOMENTS)
@settings(max_examples=often(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_hand_over_moves_the_day_on_which_it_is_due(moments):
    officer = make_officer()
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False):
        request = make_answer_request(officer=officer, comment=make_comment())

    for moment in sorted(moments):
        with time_machine.travel(f"{moment}T12:00:00+09:00", tick=False):
            before, after = clock_of(request, date.fromisoformat(moment)), make_officer()
            request = services.hand_over(request=request, officer=officer, department=after.department, note="그 과의 일입니다.")
            officer = after

            assert clock_of(request, date.fromisoformat(moment)) == before
            assert before.is_late == (moment > "2026-12-10")

    assert (request.due_on, request.state) == (date(2026, 12, 10), State.RECEIVED)


def test_the_review_begins_anew_at_the_new_department():
    officer, other = make_officer(), make_officer()
    request = make_answer_request(officer=officer)
    services.start_review(request=request, officer=officer)

    services.hand_over(request=request, officer=officer, department=other.department, note="그 과의 일입니다.")

    request = AnswerRequest.objects.get()
    assert (request.state, request.department) == (State.RECEIVED, other.department)
    with pytest.raises(services.NotYourDepartment):
        services.start_review(request=request, officer=officer)


def test_a_request_without_a_department_is_given_to_one_by_any_officer():
    request = make_answer_request()
    AnswerRequest.objects.filter(pk=request.pk).update(department=None)
    officer = make_officer()

    services.hand_over(request=request, officer=officer, department=officer.department, note="저희가 답변합니다.")

    step = request.steps.get(kind="handed_over")
    assert (step.from_department, step.to_department, step.by) == (None, officer.department, officer)


def test_handing_over_needs_another_department_and_a_note():
    officer = make_officer()
    request = make_answer_request(officer=officer)

    with pytest.raises(services.SameDepartment):
        services.hand_over(request=request, officer=officer, department=officer.department, note="이유")
    with pytest.raises(UnusableText):
        services.hand_over(request=request, officer=officer, department=make_department(), note="\u200b")
    assert request.steps.count() == 1


def test_what_is_answered_is_not_handed_over():
    officer = make_officer()
    request = make_answer(officer=officer)

    with pytest.raises(services.AnsweredBefore):
        services.hand_over(request=request, officer=officer, department=make_department(), note="이유")


def test_a_note_is_internal_unless_it_was_made_public():
    officer = make_officer()
    request = make_answer_request(officer=officer)
    second = make_officer()
    services.hand_over(request=request, officer=officer, department=second.department, note="안에서만")
    services.hand_over(request=request, officer=second, department=officer.department, note="모두에게", is_note_public=True)

    steps = request.steps.filter(kind="handed_over").in_order()

    assert [step.words for step in steps.for_everybody()] == ["", "모두에게"]
    assert [step.words for step in steps.for_the_desk()] == ["안에서만", "모두에게"]
