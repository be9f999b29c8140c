"""Threads that go on for hundreds of replies: four levels at most, the order of the conversation, counters that count."""

from itertools import pairwise

import pytest

from portal.discussion import services
from portal.discussion.models import Comment, State
from tests.factories import make_citizen, make_comment, make_many_comments, make_officer, make_task

pytestmark = pytest.mark.django_db

LENGTH = 300


def counted() -> dict[int, int]:
    """What stands below each comment, counted anew from the rows."""
    below: dict[int, int] = dict.fromkeys(Comment.objects.values_list("pk", flat=True), 0)
    for comment in Comment.objects.all():
        for key in comment.ancestor_keys():
            below[key] += 1
    return below


def stored() -> dict[int, int]:
    return dict(Comment.objects.values_list("pk", "reply_count"))


def test_a_chain_of_three_hundred_replies_stays_four_levels_deep_and_in_order():
    people = [make_citizen() for _ in range(40)]
    chain = [make_comment()]
    for number in range(LENGTH):
        author = people[number % len(people)]
        chain.append(services.post(task=chain[0].task, author=author, body=f"{number}번째 답글", parent=chain[-1]))

    in_order = list(Comment.objects.in_thread_order())
    assert in_order == chain
    assert [comment.depth for comment in in_order] == [0, 1, 2, *[3] * (LENGTH - 2)]
    assert {(reply.parent_id, reply.root_id) for reply in in_order[3:]} == {(chain[2].pk, chain[0].pk)}
    assert [(reply.answered_id, before.pk) for before, reply in pairwise(in_order[3:])] == [
        (before.pk, before.pk) for before in in_order[3:-1]
    ]
    assert stored() == counted()


def test_withdrawing_hiding_and_answering_officially_in_the_middle_keeps_the_rest():
    chain = [make_comment()]
    while len(chain) < 20:
        chain.append(make_comment(parent=chain[-1]))

    services.withdraw(comment=chain[1], author=chain[1].author)
    services.set_state(comment=chain[2], state=State.HIDDEN, rule="abuse")
    official = services.reply_officially(comment=chain[10], officer=make_officer(), body="검토하겠습니다")

    assert list(Comment.objects.in_thread_order()) == [chain[0], official, *chain[1:]]
    assert set(Comment.objects.shown()) == {chain[0], official, *chain[3:]}
    assert stored() == counted()


def test_two_thousand_replies_under_one_root_are_counted_and_stand_in_order():
    root, *replies = make_many_comments(task=make_task(), number=2_001, each=2_001)
    below = make_comment(task=root.task, parent=replies[0])

    later = make_comment(task=root.task, parent=root)

    assert list(Comment.objects.in_thread_order()) == [root, replies[0], below, *replies[1:], later]
    assert stored() == counted()
    assert stored()[root.pk] == 2_002
