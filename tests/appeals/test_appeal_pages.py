"""The pages of an appeal as its author meets them, and who else may look."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from portal.appeals.models import Appeal
from portal.appeals.services import appeals
from tests.factories import (
    make_appeal,
    make_citizen,
    make_comment,
    make_decision,
    make_many_comments,
    make_moderator,
    make_task,
)

pytestmark = pytest.mark.django_db
TEXT = "욕설이 아니라 충청도 사투리입니다."
HOSTILE = "\"'><script>alert(7)</script>"


def browser(person=None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def address(decision) -> str:
    return reverse("appeals:appeal", args=[decision.pk])


def explanation(comment) -> str:
    return reverse("moderation:explanation", args=[comment.pk])


def test_the_way_leads_from_the_reason_to_the_form_to_the_list():
    decision = make_decision(comment=make_comment(body="억수로 좋네유"))
    author = browser(decision.comment.author)
    assert address(decision) in author.get(explanation(decision.comment)).content.decode()
    form = author.get(address(decision)).content.decode()
    assert [words in form for words in ("억수로 좋네유", decision.reason)] == [True, True]

    answer = author.post(address(decision), {"text": TEXT}, follow=True)

    assert answer.redirect_chain == [(reverse("appeals:my_appeals"), 302)]
    page = answer.content.decode()
    taking_back = reverse("appeals:take_back", args=[Appeal.objects.get().pk])
    assert [words in page for words in (TEXT, taking_back)] == [True, True]
    assert address(decision) not in author.get(explanation(decision.comment)).content.decode()


def test_to_others_there_is_no_such_page():
    decision = make_decision()
    appeal = make_appeal()

    for person in (make_citizen(), make_moderator(), decision.moderator):
        assert browser(person).get(address(decision)).status_code == 404
        assert browser(person).post(address(decision), {"text": TEXT}).status_code == 404
        assert browser(person).get(reverse("appeals:take_back", args=[appeal.pk])).status_code == 404
        assert browser(person).post(reverse("appeals:take_back", args=[appeal.pk])).status_code == 404
    assert browser(decision.comment.author).get(reverse("appeals:appeal", args=[0])).status_code == 404
    assert list(Appeal.objects.open()) == [appeal]


def test_nobody_else_is_shown_the_way_to_appeal():
    decision = make_decision()

    pages = [browser(person).get(explanation(decision.comment)).content.decode() for person in (None, make_citizen())]

    assert [address(decision) in page for page in pages] == [False, False]


@pytest.mark.parametrize("text", ["", "가" * 2001, "a\x00"])
def test_what_was_typed_stays_when_it_cannot_be_sent(text):
    decision = make_decision()

    answer = browser(decision.comment.author).post(address(decision), {"text": text})

    assert answer.status_code == 422
    assert answer.context["form"]["text"].value() == text
    assert Appeal.objects.count() == 0


def test_what_was_typed_waits_while_one_signs_in():
    decision = make_decision()
    client = browser()

    answer = client.post(address(decision), {"text": TEXT})

    assert answer.url.startswith(reverse("account_login"))
    client.force_login(decision.comment.author)
    assert TEXT in client.get(address(decision)).content.decode()
    client.post(address(decision), {"text": TEXT})
    assert client.session.get("comment_drafts", {}) == {}


def test_after_thirty_days_the_page_says_so_and_keeps_what_was_typed():
    with time_machine.travel("2026-11-24T10:00:00+09:00", tick=False) as clock:
        decision = make_decision()
        clock.shift(timedelta(days=31))
        author = browser(decision.comment.author)

        page = author.get(address(decision)).content.decode()
        answer = author.post(address(decision), {"text": TEXT})

        assert "<textarea" not in page
        assert (answer.status_code, TEXT in answer.content.decode()) == (409, True)
        assert address(decision) not in author.get(explanation(decision.comment)).content.decode()


def test_a_second_appeal_leads_to_the_first():
    appeal = make_appeal()
    author = browser(appeal.author)

    answers = [author.get(address(appeal.decision)), author.post(address(appeal.decision), {"text": TEXT})]

    assert [answer.url for answer in answers] == [reverse("appeals:my_appeals")] * 2
    assert Appeal.objects.count() == 1


def test_taking_back_is_asked_first():
    appeal = make_appeal()
    author, path = browser(appeal.author), reverse("appeals:take_back", args=[appeal.pk])

    assert author.get(path).status_code == 200
    assert list(Appeal.objects.open()) == [appeal]
    assert author.post(path).url == reverse("appeals:my_appeals")
    assert list(Appeal.objects.open()) == []
    assert (author.get(path).status_code, author.post(path).status_code) == (302, 409)


def test_an_overdue_appeal_says_sorry_to_the_author_and_stands_first_at_the_desk():
    with time_machine.travel("2026-11-24T10:00:00+09:00", tick=False) as clock:
        late = make_appeal()
        clock.shift(timedelta(days=7, seconds=1))
        fresh = make_appeal()

        mine = browser(late.author).get(reverse("appeals:my_appeals")).content.decode()
        desk = browser(make_moderator()).get(reverse("appeals:appeal_list"))

    assert "notice--warning" in mine
    assert desk.context["rows"] == [(late, True), (fresh, False)]
    assert desk.context["overdue"] == 1


def test_the_history_is_read_by_author_and_moderators_once_the_comment_is_back():
    appeal = make_appeal()
    comment = appeal.decision.comment
    ruled = appeals.rule(appeal=appeal, moderator=make_moderator(), reverses=True, reason="사투리였습니다.", note="내부메모낱말")
    readers = (None, make_citizen(), make_moderator(tasks=[make_task()]), comment.author, make_moderator())

    answers = [browser(person).get(explanation(comment)) for person in readers]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 200, 200]
    for answer in answers[3:]:
        page = answer.content.decode()
        assert [words in page for words in ("사투리였습니다.", appeal.decision.reason)] == [True, True]
        secret = ("내부메모낱말", ruled.ruled_by.nickname, appeal.made_by.nickname)
        assert [word for word in secret if f"<bdi>{word}</bdi>" in page.partition("<main")[2]] == []


def test_nobody_is_named_on_the_authors_pages():
    appeal = make_appeal()
    ruled = appeals.rule(appeal=appeal, moderator=make_moderator(), reverses=False, reason="그대로 둡니다.", note="내부메모낱말")
    author = browser(appeal.author)

    pages = [author.get(path).content.decode() for path in (reverse("appeals:my_appeals"), explanation(appeal.decision.comment))]

    secret = (ruled.ruled_by.nickname, appeal.made_by.nickname, "내부메모낱말")
    assert [word for word in secret for page in pages if word in page] == []


def test_hostile_names_and_words_come_out_as_words():
    author = make_citizen()
    appeal = make_appeal(decision=make_decision(comment=make_comment(author=author)), text=HOSTILE)
    User.objects.filter(pk=author.pk).update(nickname="<script>alert(7)")
    desk = browser(make_moderator())
    pages = [
        desk.get(reverse("appeals:appeal_list")),
        desk.get(reverse("appeals:appeal_detail", args=[appeal.pk])),
        browser(author).get(reverse("appeals:my_appeals")),
    ]

    assert ["&lt;script&gt;" in page.content.decode() for page in pages] == [True] * 3
    assert ["<script>alert" in page.content.decode() for page in pages] == [False] * 3


def test_lists_take_the_same_queries_for_one_and_for_many(django_assert_num_queries):
    author, moderator = make_citizen(), make_moderator()
    comments = make_many_comments(task=make_task(), number=6, each=1, author=author)
    clients = {"appeals:my_appeals": browser(author), "appeals:appeal_list": browser(moderator)}
    make_appeal(decision=make_decision(comment=comments[0]))
    queries = {}
    for name, client in clients.items():
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse(name))
        queries[name] = len(counted)
    for comment in comments[1:]:
        make_appeal(decision=make_decision(comment=comment))

    for name, client in clients.items():
        with django_assert_num_queries(queries[name]):
            client.get(reverse(name))
