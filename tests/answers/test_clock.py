"""Where the clock of a request stands."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.answers.deadlines.clock import clock_of
from portal.answers.deadlines.display import face_of
from portal.answers.models import AnswerRequest
from portal.discussion.models import State as CommentState
from tests.factories import make_answer, make_answer_request, make_officer, put

pytestmark = pytest.mark.django_db
RECEIVED, DUE = "2026-11-26T23:30:00+09:00", date(2026, 12, 10)


@pytest.fixture
def request_(db) -> AnswerRequest:
    """Taken up late in the evening of 26 November: due on 10 December."""
    with time_machine.travel(RECEIVED, tick=False):
        return make_answer_request(officer=make_officer())


@pytest.mark.parametrize(
    ("today", "is_late", "days"),
    [
        ("2026-11-26", False, 10),
        ("2026-12-07", False, 3),
        ("2026-12-10", False, 0),
        ("2026-12-11", True, 1),
        ("2026-12-28", True, 11),
    ],
)
def test_the_clock_of_what_is_not_answered(request_, today, is_late, days):
    clock = clock_of(request_, date.fromisoformat(today))

    assert (clock.is_answered, clock.is_late, clock.days) == (False, is_late, days)
    assert list(AnswerRequest.objects.late(date.fromisoformat(today))) == ([request_] if is_late else [])


@pytest.mark.parametrize(
    ("answered", "is_late", "days"), [("2026-11-30", False, 2), ("2026-12-10", False, 10), ("2026-12-11", True, 1)]
)
def test_the_clock_stops_with_the_answer(request_, answered, is_late, days):
    with time_machine.travel(f"{answered}T23:59:00+09:00", tick=False):
        answer = make_answer(request=request_, officer=request_.taken_up_by)

    for later in (0, 100):
        clock = clock_of(answer, date.fromisoformat(answered) + timedelta(days=later))
        assert (clock.is_answered, clock.is_late, clock.days) == (True, is_late, days)
    assert AnswerRequest.objects.late(date(2027, 6, 1)).exists() == is_late


def test_it_runs_on_when_the_answer_is_no_longer_shown(request_):
    with time_machine.travel("2026-11-30T10:00:00+09:00", tick=False):
        answer = make_answer(request=request_, officer=request_.taken_up_by)
    put(answer.reply, CommentState.WITHDRAWN)

    clock = clock_of(AnswerRequest.objects.get(), date(2026, 12, 11))

    assert (clock.is_answered, clock.is_late, clock.days) == (False, True, 1)
    assert list(AnswerRequest.objects.late(date(2026, 12, 11))) == [request_]
    assert list(AnswerRequest.objects.open()) == [request_]


@pytest.mark.parametrize(
    ("today", "spent", "left", "over", "boxes"),
    [
        ("2026-11-26", 0, 10, 0, 10),
        ("2026-12-04", 6, 4, 0, 10),
        ("2026-12-10", 10, 0, 0, 10),
        ("2026-12-14", 10, 0, 2, 12),
        ("2027-06-14", 10, 0, 124, 20),
    ],
)
def test_the_picture_has_a_box_for_each_business_day(request_, today, spent, left, over, boxes):
    face = face_of(request_, date.fromisoformat(today))

    assert (face.spent, face.left, face.over, len(face.boxes)) == (spent, left, over, boxes)
    assert [box.x for box in face.boxes[:3]] == [0, 24, 48]


def test_the_picture_stops_with_the_answer(request_):
    with time_machine.travel("2026-12-02T10:00:00+09:00", tick=False):
        answer = make_answer(request=request_, officer=request_.taken_up_by)

    assert (face_of(answer, date(2027, 6, 14)).spent, face_of(answer, date(2027, 6, 14)).over) == (4, 0)
