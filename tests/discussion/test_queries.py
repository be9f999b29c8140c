"""The number of queries does not grow with the number of comments."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.discussion import services
from portal.discussion.models import Comment
from portal.discussion.threads import discussion_context
from tests.factories import make_citizen, make_comment, make_moderator, make_task

pytestmark = pytest.mark.django_db


def fill(task, number: int) -> None:
    """So many comments: each fifth opens a thread, the others answer; some are hidden, some voted on."""
    voter, root = make_citizen(), None
    for index in range(number):
        root = make_comment(task=task, parent=root if index % 5 else None, body=f"의견 {index}")
        if index % 7 == 0:
            services.vote(comment=root, voter=voter, value="agree")
    Comment.objects.filter(pk__in=Comment.objects.filter(depth__gt=0).values("pk")[:3]).update(state="under_review")


def count(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize(("reader", "expected"), [("visitor", 4), ("citizen", 7), ("moderator", 7)])
def test_a_discussion_takes_as_many_queries_with_300_comments_as_with_one(reader, expected, client):
    make = {"visitor": AnonymousUser, "citizen": make_citizen, "moderator": make_moderator}[reader]
    counts = {}
    for number in (1, 3, 300):
        task, person = make_task(), make()
        fill(task, number)
        counts[number] = count(lambda task=task, person=person: discussion_context(task=task, user=person, params={}))

    assert counts == {1: expected - 1, 3: expected, 300: expected}  # one comment has no replies to fetch


@pytest.mark.parametrize("reader", ["visitor", "citizen"])
def test_the_task_page_takes_at_most_twelve_queries(reader, client):
    counts = {}
    for number in (1, 3, 300):
        task = make_task()
        fill(task, number)
        if reader == "citizen":
            client.force_login(make_citizen())
        counts[number] = count(lambda task=task: client.get(task.get_absolute_url()))

    assert counts[1] + 1 == counts[3] == counts[300]
    assert counts[300] <= 12


@pytest.mark.parametrize("name", ["permalink", "replies"])
def test_a_threads_own_pages_take_the_same_queries_whatever_its_size(name, client):
    counts = {}
    for number in (1, 3, 60):
        root = make_comment(task=make_task())
        for index in range(number):
            make_comment(task=root.task, parent=root, body=f"답글 {index}")
        counts[number] = count(lambda root=root: client.get(reverse(f"discussion:{name}", args=[root.pk])))

    assert len(set(counts.values())) == 1
