"""The desk where moderators rule on appeals."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.appeals.models import Appeal
from portal.appeals.services import appeals
from portal.discussion.models import Comment, State
from tests.factories import (
    make_administrator,
    make_appeal,
    make_citizen,
    make_comment,
    make_decision,
    make_moderator,
    make_suspension,
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


def test_the_desk_shows_what_waits_and_what_was_ruled_inside_the_scope_only():
    here, elsewhere = make_appeal(decision=make_decision(comment=make_comment(task=make_task()))), make_task()
    there = make_appeal(decision=make_decision(comment=make_comment(task=elsewhere)))
    of_person = appeals.appeal_suspension(suspension=(row := make_suspension()), author=row.person, text=TEXT)
    appeals.rule(appeal=there, moderator=make_moderator(), reverses=False, reason="그대로 둡니다.")
    path = reverse("appeals:appeal_list")
    people = [make_moderator(tasks=[here.decision.comment.task]), make_moderator(tasks=[elsewhere]), make_administrator()]

    lists = [
        [[appeal for appeal, _late in browser(person).get(path, {"state": state}).context["rows"]] for state in ("open", "ruled")]
        for person in people
    ]

    assert lists == [[[here], []], [[], [there]], [[here, of_person], [there]]]
    assert browser(people[0]).get(path, {"state": "all"}).status_code == 400


def test_outside_the_scope_there_is_no_such_appeal():
    appeal = make_appeal()
    suspension = make_suspension()
    about_person = appeals.appeal_suspension(suspension=suspension, author=suspension.person, text=TEXT)
    elsewhere = browser(make_moderator(tasks=[make_task()]))

    for case in (appeal, about_person):
        path = reverse("appeals:appeal_detail", args=[case.pk])
        assert (elsewhere.get(path).status_code, elsewhere.post(path, {"prepared": "reverse-mistake"}).status_code) == (404, 404)
    assert browser(make_moderator()).get(reverse("appeals:appeal_detail", args=[about_person.pk])).status_code == 404
    assert Appeal.objects.open().count() == 2


@pytest.mark.parametrize(
    ("prepared", "state", "comment_state"),
    [("reverse-mistake", Appeal.State.REVERSED, State.PUBLISHED), ("uphold-rule", Appeal.State.UPHELD, State.HIDDEN)],
)
def test_a_ruling_takes_a_prepared_sentence_in_the_authors_language(prepared, state, comment_state):
    appeal = make_appeal(decision=make_decision(comment=make_comment(author=make_citizen(language="en"))))
    path = reverse("appeals:appeal_detail", args=[appeal.pk])

    answer = browser(make_moderator()).post(path, {"prepared": prepared})

    appeal.refresh_from_db()
    assert answer.url == reverse("appeals:appeal_list")
    assert (appeal.state, Comment.objects.get().state) == (state, comment_state)
    assert appeal.reason.isascii()


def test_ones_own_words_come_before_the_prepared_ones_and_errors_keep_them():
    appeal = make_appeal()
    moderator, path = browser(make_moderator()), reverse("appeals:appeal_detail", args=[appeal.pk])

    refused = moderator.post(path, {"reason": "제 말로 씁니다.", "note": "메모"})
    moderator.post(path, {"prepared": "reverse-mistake", "reason": "제 말로 씁니다.", "note": "메모"})

    appeal.refresh_from_db()
    assert (refused.status_code, "제 말로 씁니다." in refused.content.decode()) == (422, True)
    assert (appeal.reason, appeal.note) == ("제 말로 씁니다.", "메모")


def test_whoever_decided_finds_no_form_and_is_told_who_rules():
    appeal = make_appeal()
    path = reverse("appeals:appeal_detail", args=[appeal.pk])
    first, other = browser(appeal.made_by), browser(make_moderator())

    mine, theirs = first.get(path).content.decode(), other.get(path).content.decode()

    assert ["ruling-form" in page for page in (mine, theirs)] == [False, True]
    assert appeal.made_by.nickname not in theirs
    assert first.post(path, {"prepared": "reverse-mistake"}).status_code == 403
    assert list(Appeal.objects.open()) == [appeal]


def test_authors_who_are_moderators_do_not_meet_their_own_appeal_at_the_desk():
    appeal = make_appeal(decision=make_decision(comment=make_comment(author=make_moderator())))
    author = browser(appeal.author)

    assert author.get(reverse("appeals:appeal_detail", args=[appeal.pk])).status_code == 404
    assert author.get(reverse("appeals:appeal_list")).context["rows"] == []


def test_whoever_comes_second_reads_that_it_is_settled():
    appeal = make_appeal()
    appeals.rule(appeal=appeal, moderator=make_moderator(), reverses=False, reason="그대로 둡니다.")

    answer = browser(make_moderator()).post(reverse("appeals:appeal_detail", args=[appeal.pk]), {"prepared": "reverse-mistake"})

    assert (answer.status_code, "ruling-form" in answer.content.decode()) == (409, False)
