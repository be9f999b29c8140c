"""The order of a thread against a recursive model that knows nothing of paths."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.discussion.models import Comment
from tests.effort import often
from tests.factories import make_comment, make_task


def expected_order(roots: list[int], children: dict[int, list[int]]) -> list[int]:
    """Each comment, then everything below it, oldest first."""
    return [key for root in roots for key in (root, *expected_order(children.get(root, []), children))]


@pytest.mark.soak
class ThreadOrder(TestCase):
    @given(st.lists(st.integers(min_value=0, max_value=30), min_size=1, max_size=14))
    @settings(max_examples=often(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_paths_order_threads_as_recursion_does(self, choices):
        """Each number picks the comment to answer among those written so far; one past the last opens a thread."""
        task, comments, roots, children = make_task(), [], [], {}
        for number, choice in enumerate(choices):
            index = choice % (len(comments) + 1)
            answered = comments[index] if index < len(comments) else None
            comment = make_comment(task=task, parent=answered, body=f"의견 {number}")
            comments.append(comment)
            children.setdefault(comment.parent_id, []).append(comment.pk)
        roots = children.pop(None, [])

        ordered = list(Comment.objects.filter(task=task).in_thread_order())

        assert [comment.pk for comment in ordered] == expected_order(roots, children)
        below = {pk: len(expected_order(children.get(pk, []), children)) for pk in (c.pk for c in comments)}
        assert {comment.pk: comment.reply_count for comment in ordered} == below
