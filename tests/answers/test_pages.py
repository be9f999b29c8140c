"""What everybody may read about answers, and nothing about what is hidden."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.answers import services
from portal.answers.models import AnswerRequest
from portal.discussion.models import State
from tests.factories import (
    make_answer,
    make_answer_request,
    make_citizen,
    make_comment,
    make_department,
    make_officer,
    make_task,
    put,
)

pytestmark = pytest.mark.django_db
LIST = "/answers/"
NOT_SHOWN = [state for state in State if state != State.PUBLISHED]


def promised(**fields) -> AnswerRequest:
    """An answer with a commitment."""
    promise = services.Promise("그늘막을 늘립니다.", timezone.localdate() + timedelta(days=30), "More shades.")
    return make_answer(promises=[promise], **fields)


def test_the_list_says_who_owes_what_and_until_when(client):
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False):
        request = make_answer_request(department=make_department(name_en="Parks Division"))

        page = client.get(f"/en{LIST}").content.decode()

    assert request.comment.body in page
    assert "Parks Division" in page
    assert "10 business days left" in page
    assert "Thu 10 December 2026" in page


def test_the_detail_shows_each_step_the_answer_and_the_commitment(client):
    request = promised()

    page = client.get(f"/en{request.get_absolute_url().removeprefix('/en')}").content.decode()

    for words in (
        request.comment.body,
        request.reply.body,
        request.reason,
        "Accepted",
        "More shades.",
        "Answered on the same day",
    ):
        assert words in page
    assert page.count("timeline__item") == 2


@pytest.mark.parametrize("state", NOT_SHOWN)
def test_a_comment_that_is_not_shown_takes_its_answer_with_it(client, state):
    request = promised()
    put(request.comment, state)
    officer = make_officer(department=request.department)

    def everything() -> list[str]:
        return [
            client.get(address).content.decode() for address in (LIST, request.task.get_absolute_url(), reverse("answers:desk"))
        ]

    for reader in (None, request.comment.author, officer):
        if reader:
            client.force_login(reader)
        pages = "".join(everything())

        assert [client.get(request.get_absolute_url()).status_code] == [404]
        assert "그늘막을 늘립니다." not in pages
        assert request.reason not in pages
    for name in ("desk_detail", "answer", "hand_over"):
        assert client.get(reverse(f"answers:{name}", args=[request.pk])).status_code == 404
    assert client.get(reverse("answers:decide", args=[request.commitments.get().pk])).status_code == 404


def test_an_answer_that_is_not_shown_takes_its_words_and_commitments_with_it(client):
    request = promised()
    put(request.reply, State.HIDDEN)

    page = client.get(request.get_absolute_url()).content.decode()

    assert [words for words in (request.reply.body, "그늘막을 늘립니다.") if words in page] == []
    assert "그늘막을 늘립니다." not in client.get(request.task.get_absolute_url()).content.decode()
    assert client.get(LIST, {"state": "answered"}).context["lines"] == []
    assert len(client.get(LIST, {"state": "received"}).context["lines"]) == 1


def test_nobody_is_named_and_no_internal_word_leaves(client):
    officer = make_officer(nickname="아무도모를담당자")
    request = make_answer_request(officer=officer)
    services.add_note(request=request, officer=officer, text="안에서만 보는 메모")
    second = make_officer(nickname="다른담당자")
    services.hand_over(request=request, officer=officer, department=second.department, note="안에서만 보는 이유")
    make_answer(request=request, officer=second)

    pages = [
        client.get(address).content.decode() for address in (LIST, request.get_absolute_url(), request.task.get_absolute_url())
    ]

    hidden = ("아무도모를담당자", "다른담당자", "안에서만")
    assert [words for words in hidden for page in pages if words in page] == []


def test_the_list_is_filtered_by_department_and_state(client):
    with time_machine.travel("2026-11-02T10:00:00+09:00", tick=False):
        late = make_answer_request()
        put_late = services.start_review(request=make_answer_request(officer=late.taken_up_by), officer=late.taken_up_by)
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False):
        new, answered = make_answer_request(), make_answer()

        def shown(**choice) -> set[int]:
            return {line.request.pk for line in client.get(LIST, choice).context["lines"]}

        assert shown() == {late.pk, put_late.pk, new.pk, answered.pk}
        assert shown(state="late") == {late.pk, put_late.pk}
        assert shown(state="in_review") == {put_late.pk}
        assert shown(state="received") == {late.pk, new.pk}
        assert shown(state="answered") == {answered.pk}
        assert shown(department=late.department.slug) == {late.pk, put_late.pk}
        assert shown(department=late.department.slug, state="received") == {late.pk}
        assert shown(department="none") == set()


def test_the_task_page_shows_the_clock_beside_the_comment_and_what_was_promised(client):
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False):
        task = make_task()
        asked = make_answer_request(comment=make_comment(task=task))
        answered = promised(comment=make_comment(task=task, author=make_citizen()))

        page = client.get(f"/en/tasks/{task.slug}/").content.decode()

    assert "10 business days left" in page
    assert "More shades." in page
    assert page.count(f"/en/answers/{asked.pk}/") == 1
    # Beside the comment, below the answer in which it was promised, and in the list of the task's commitments.
    assert page.count(f"/en/answers/{answered.pk}/") == 3


def test_pages_ask_the_same_number_of_questions_with_one_row_and_with_three(client, django_assert_max_num_queries):
    task, counts = make_task(), {}
    for number in (1, 2):
        for _ in range(number):
            request = promised(comment=make_comment(task=task, author=make_citizen()))
            make_answer_request(comment=make_comment(task=task, author=make_citizen()))
        for address in (LIST, request.get_absolute_url(), task.get_absolute_url()):
            key = address if address != request.get_absolute_url() else "detail"
            with django_assert_max_num_queries(30) as found:
                assert client.get(address).status_code == 200
            counts.setdefault(key, []).append(len(found))

    assert {name: each for name, each in counts.items() if len(set(each)) > 1} == {}
    assert counts[LIST] == [5, 5]


def test_an_overdue_commitment_is_shown_as_such(client):
    with time_machine.travel("2026-11-02T10:00:00+09:00", tick=False):
        request = make_answer(promises=[services.Promise("늘립니다.", date(2026, 11, 20))])
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False):
        page = client.get(f"/en/answers/{request.pk}/").content.decode()

    assert "Past its due date, outcome not published" in page


@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN, State.TAKEN_DOWN, State.UNDER_REVIEW])
def test_the_steps_say_nothing_of_an_answer_that_is_no_longer_shown(client, state):
    officer = make_officer()
    request = promised(officer=officer, reason="가려질 이유")
    services.miss(commitment=request.commitments.get(), officer=officer, reason="가려질 사정")
    before = client.get(f"/en/answers/{request.pk}/").content.decode()
    put(request.reply, state)

    after = client.get(f"/en/answers/{request.pk}/").content.decode()

    told = ("가려질 이유", "가려질 사정", "Answered: Accepted")
    assert [[words in page for words in told] for page in (before, after)] == [[True] * 3, [False] * 3]
    assert after.count("What was said then is no longer shown.") == 2
