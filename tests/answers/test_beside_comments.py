"""Wherever a comment is shown with its thread, it says how its answer stands."""

import re

import pytest
import time_machine
from django.urls import reverse

from portal.discussion.models import State
from tests.factories import make_answer, make_answer_request, make_citizen, make_comment, make_officer, make_task, put
from tests.forums.reading import page, queries

pytestmark = pytest.mark.django_db
LEFT, ANSWERED = "10 business days left", "Answered on the same day"
SEARCHED = "그늘"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False) as clock:
        yield clock


def english(name: str, *parts) -> str:
    return f"/en{reverse(name, args=parts).removeprefix('/en')}"


def places(comment) -> dict[str, str]:
    """Every page that shows the comment to everybody."""
    root = comment.root or comment
    return {
        "its own page": english("discussion:permalink", comment.pk),
        "the page of its thread": english("discussion:permalink", root.pk),
        "more replies": english("discussion:replies", root.pk),
        "the task": english("plan:task", comment.task.slug),
        "the search": f"{english('discussion:search', comment.task.slug)}?q={SEARCHED}",
    }


def test_every_page_with_the_comment_shows_its_clock_and_leads_to_its_steps(client):
    request = make_answer_request(
        comment=make_comment(parent=make_comment(body="도로가 좁습니다."), body="그늘이 더 필요합니다.")
    )

    shown = {place: page(client, address) for place, address in places(request.comment).items()}

    assert {place: (LEFT in text, text.count(f"/en/answers/{request.pk}/")) for place, text in shown.items()} == dict.fromkeys(
        shown, (True, 1)
    )


def test_the_author_reads_it_on_my_page_and_for_no_other_comment(client):
    author = make_citizen()
    answered = make_answer(comment=make_comment(author=author))
    make_comment(author=author, body="아직 아무도 답하지 않은 말")
    client.force_login(author)

    text = page(client, english("pages:my_page"))

    assert text.count(ANSWERED) == 1
    assert re.findall(r"/en/answers/(\d+)/", text) == [str(answered.pk)]


@pytest.mark.parametrize("state", [State.HIDDEN, State.UNDER_REVIEW, State.TAKEN_DOWN])
def test_of_a_comment_that_is_not_shown_not_even_its_author_sees_a_clock(client, state):
    author = make_citizen()
    request = make_answer_request(comment=make_comment(author=author))
    put(request.comment, state)
    client.force_login(author)

    for address in (english("discussion:permalink", request.comment_id), english("pages:my_page")):
        assert f"/en/answers/{request.pk}/" not in page(client, address)


def test_an_answer_that_was_hidden_is_owed_again_everywhere(client):
    request = make_answer(comment=make_comment(body="그늘이 더 필요합니다."))
    put(request.reply, State.HIDDEN)

    for place, address in places(request.comment).items():
        text = page(client, address)
        assert ANSWERED not in text, place
        assert (LEFT in text) == (place != "more replies"), place  # the thread's own first comment does not stand there


def test_after_writing_with_htmx_the_clocks_are_still_there(client):
    request = make_answer_request()
    author = make_citizen()
    client.force_login(author)
    htmx = {"HTTP_HX_REQUEST": "true"}

    posted = client.post(
        english("discussion:post", request.task.slug),
        {"body": "저도 그렇게 생각합니다.", "form_key": "7e0b2f1a-6a56-4c8e-9a13-7e5a0f2a51c1"},
        **htmx,
    )

    assert posted.status_code == 200
    assert LEFT in posted.content.decode()


def test_the_queries_do_not_grow_with_the_comments_that_are_owed_an_answer(client):
    task, officer, author = make_task(), make_officer(), make_citizen()
    root = make_comment(task=task, author=author, body="그늘이 더 필요합니다.")
    client.force_login(author)
    counts: dict[str, list[int]] = {}
    for number in (1, 3):
        for _ in range(number):
            make_answer(comment=make_comment(task=task, parent=root, author=make_citizen(), body="그늘이 더요."), officer=officer)
            make_answer_request(comment=make_comment(task=task, author=make_citizen(), body="그늘이요."), officer=officer)
            mine = make_answer_request(comment=make_comment(task=task, author=author, body=f"그늘 {task.comments.count()}"))
        for place, address in {**places(root), "my page": english("pages:my_page")}.items():
            client.get(address)  # what is remembered from the first visit
            counts.setdefault(place, []).append(queries(client, address))

    assert mine.comment.is_shown
    assert {place: each for place, each in counts.items() if len(set(each)) > 1} == {}
