"""Posting comments and replies: where they stand, who may, how often."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from portal.core.errors import InvalidInput, TooManyRequests
from portal.core.text.cleaning import UnusableText
from portal.discussion import services
from portal.discussion.gate import DiscussionClosed, NotVerified, SignInRequired
from portal.discussion.models import Comment, State
from tests.factories import make_citizen, make_comment, make_task, put

pytestmark = pytest.mark.django_db


def chain(length: int) -> list[Comment]:
    """A conversation in which each comment answers the one before."""
    comments = [make_comment()]
    while len(comments) < length:
        comments.append(make_comment(parent=comments[-1]))
    return comments


def test_a_comment_is_published_at_once():
    task, author = make_task(), make_citizen()

    comment = services.post(task=task, author=author, body="  버스를 늘려 주세요  ", stance="for")

    stored = Comment.objects.get()
    assert comment == stored
    assert (stored.body, stored.author, stored.task, stored.stance) == ("버스를 늘려 주세요", author, task, "for")
    assert (stored.depth, stored.parent, stored.root, stored.state) == (0, None, None, State.PUBLISHED)


def test_replies_stand_four_levels_deep_and_no_deeper():
    first, second, third, fourth, fifth, sixth = chain(6)

    assert [c.depth for c in (first, second, third, fourth, fifth, sixth)] == [0, 1, 2, 3, 3, 3]
    assert [c.parent for c in (second, third, fourth, fifth, sixth)] == [first, second, third, third, third]
    assert {c.root for c in (second, third, fourth, fifth, sixth)} == {first}
    assert [c.answered for c in (second, third, fourth, fifth, sixth)] == [None, None, None, fourth, fifth]


def test_every_comment_counts_what_stands_below_it():
    comments = chain(6)

    counts = list(Comment.objects.in_thread_order().values_list("reply_count", flat=True))

    assert counts == [5, 4, 3, 0, 0, 0]
    assert list(Comment.objects.in_thread_order()) == comments


def test_a_reply_goes_to_the_task_of_its_parent_only():
    parent, other = make_comment(), make_task()

    with pytest.raises(services.NotAnswerable):
        services.post(task=other, author=make_citizen(), body="다른 과제", parent=parent)

    assert Comment.objects.count() == 1


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_what_is_not_shown_cannot_be_answered(state):
    parent = make_comment()
    put(parent, state)

    with pytest.raises(services.NotAnswerable):
        make_comment(parent=parent)

    assert Comment.objects.get() == parent


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", UnusableText),
        ("  \n\t ", UnusableText),
        ("\u200b\u200d\ufeff", UnusableText),
        ("갑천\x00", UnusableText),
        ("갑천\ud800", UnusableText),
        ("가" * 2001, UnusableText),
    ],
    ids=["empty", "blank", "zero-width", "NUL", "surrogate", "too long"],
)
def test_unusable_text_is_refused_and_nothing_is_stored(text, refusal):
    task = make_task()

    with pytest.raises(refusal):
        services.post(task=task, author=make_citizen(), body=text)

    assert not Comment.objects.exists()


def test_a_text_of_exactly_the_limit_is_taken():
    assert len(make_comment(body="가" * 2000).body) == 2000


def test_an_unknown_stance_is_refused():
    with pytest.raises(InvalidInput):
        make_comment(stance="maybe")


def test_only_verified_people_write():
    task = make_task()

    with pytest.raises(NotVerified):
        services.post(task=task, author=make_citizen(verified=False), body="안녕하세요")
    with pytest.raises(SignInRequired):
        services.post(task=task, author=AnonymousUser(), body="안녕하세요")

    assert not Comment.objects.exists()


def test_somebody_whose_verification_is_gone_no_longer_writes():
    author, task = make_citizen(), make_task()
    type(author).objects.filter(pk=author.pk).update(identity=None)

    with pytest.raises(NotVerified):
        services.post(task=task, author=author, body="아직 확인된 줄 알았어요")


def test_a_closed_discussion_takes_no_words_and_no_votes():
    comment, task = make_comment(), make_task()
    services.close_discussion(task=comment.task)

    for act in (
        lambda: services.post(task=comment.task, author=make_citizen(), body="늦었나요"),
        lambda: services.post(task=comment.task, author=make_citizen(), body="늦었나요", parent=comment),
        lambda: services.edit(comment=comment, author=comment.author, body="고칠게요"),
        lambda: services.vote(comment=comment, voter=make_citizen(), value="agree"),
    ):
        with pytest.raises(DiscussionClosed):
            act()

    assert make_comment(task=task).task == task
    services.open_discussion(task=comment.task)
    assert make_comment(parent=comment).parent == comment


def test_the_same_form_sent_twice_is_one_comment(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00")
    author, task, key = make_citizen(), make_task(), uuid4()

    first = services.post(task=task, author=author, body="가로등을 고쳐 주세요", form_key=key)
    time_machine.shift(timedelta(minutes=5))
    again = services.post(task=task, author=author, body="가로등을 고쳐 주세요", form_key=key)

    assert first == again == Comment.objects.get()


def test_a_used_form_with_other_words_is_another_comment():
    author, task, key = make_citizen(), make_task(), uuid4()

    services.post(task=task, author=author, body="가로등을 고쳐 주세요", form_key=key)
    services.post(task=task, author=author, body="의자도 놓아 주세요", form_key=key)

    assert set(Comment.objects.values_list("body", flat=True)) == {"가로등을 고쳐 주세요", "의자도 놓아 주세요"}


def test_the_same_words_within_a_minute_are_one_comment_and_later_another(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00")
    author, task = make_citizen(), make_task()

    first = services.post(task=task, author=author, body="저도요")
    again = services.post(task=task, author=author, body="저도요")
    elsewhere = services.post(task=task, author=author, body="저도요", parent=make_comment(task=task))
    time_machine.shift(timedelta(seconds=61))
    later = services.post(task=task, author=author, body="저도요")

    assert first == again
    assert len({first.pk, elsewhere.pk, later.pk}) == 3


def test_a_reply_on_the_deepest_level_sent_twice_is_one_comment():
    author, last = make_citizen(), chain(4)[-1]

    first, again = (services.post(task=last.task, author=author, body="맞아요", parent=last) for _ in range(2))

    assert first == again


def test_ten_comments_in_ten_minutes_are_enough(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    author, task = make_citizen(), make_task()
    for number in range(10):
        services.post(task=task, author=author, body=f"의견 {number}")

    with pytest.raises(TooManyRequests) as refusal:
        services.post(task=task, author=author, body="하나 더")

    assert refusal.value.retry_after == 600
    assert Comment.objects.count() == 10
    assert make_comment(task=task).pk
    time_machine.shift(timedelta(minutes=10))
    assert services.post(task=task, author=author, body="하나 더").pk


BROKEN_ROWS = {
    "a root with a depth": {"depth": 1},
    "a reply without a root": {"root": None},
    "a reply under another parent than its path says": {"ancestry": "0" * 12},
    "a path longer than its depth": {"depth": 2},
    "deeper than four levels": {"depth": 4},
    "an answer beside on an upper level": {"answered": "parent"},
    "a negative counter": {"agree_count": -1},
    "hidden under no rule": {"state": State.HIDDEN, "rule": ""},
    "an unknown state": {"state": "lost"},
    "under review without an end": {"state": State.UNDER_REVIEW},
    "blocked without an end": {"state": State.TAKEN_DOWN},
    "pending for no known reason": {"pending_for": "because"},
}


@pytest.mark.parametrize("fields", BROKEN_ROWS.values(), ids=BROKEN_ROWS.keys())
def test_the_database_refuses_what_must_never_be(fields):
    reply = make_comment(parent=make_comment())
    broken = reply.root if fields == {"depth": 1} else reply
    fields = {name: reply.parent if value == "parent" else value for name, value in fields.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=broken.pk).update(**fields)


def test_the_database_keeps_one_comment_of_a_form():
    author = make_citizen()
    first, second = (make_comment(author=author, body=body) for body in ("한 번만 올려 주세요", "이것도 올려 주세요"))

    with pytest.raises(IntegrityError):
        Comment.objects.filter(pk=second.pk).update(form_key=first.form_key)
