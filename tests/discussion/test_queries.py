"""The number of queries does not grow with the number of comments."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.discussion import services
from portal.discussion.models import Comment
from portal.discussion.threads.pages import discussion_context
from portal.plan.models import Task
from portal.progress.milestones.asked import with_asked
from tests.factories import (
    make_citizen,
    make_department,
    make_many_comments,
    make_moderator,
    make_officer,
    make_task,
    make_topic,
)

pytestmark = pytest.mark.django_db
SIZES = (1, 3, 300, 5_000)


def fill(task, number: int) -> None:
    """So many comments, some of each kind: with a topic, voted on, under review, pending, officially answered."""
    topics, comments = [make_topic(), make_topic()], make_many_comments(task=task, number=number)
    roots = [comment for comment in comments if comment.depth == 0]
    for index, root in enumerate(roots[:40]):
        services.vote(comment=root, voter=make_citizen(), value="agree")
        Comment.objects.filter(pk=root.pk).update(topic=topics[index % 2], stance=("", "for", "against")[index % 3])
    if len(roots) > 1:
        services.reply_officially(comment=roots[-1], officer=make_officer(), body="검토하고 있습니다.")
    replies = Comment.objects.filter(task=task, depth=1, department=None).order_by("pk")
    Comment.objects.filter(pk__in=replies.values("pk")[:3]).update(state="hidden", rule="abuse")
    Comment.objects.filter(pk__in=replies.values("pk")[3:5]).update(state="pending", pending_for="screening")


def count(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def make_reader(kind: str):
    """Somebody of each kind that a page treats differently; the last two act in a part of the tasks only."""
    match kind:
        case "visitor":
            return AnonymousUser()
        case "moderator":
            return make_moderator()
        case "moderator of a department":
            return make_moderator(departments=[make_department()])
        case "officer":
            return make_officer()
    return make_citizen()


# Queries of the discussion and of the whole page, with more than one comment: one by itself has no replies to fetch.
READERS = {"visitor": (5, 13), "citizen": (5, 15), "officer": (6, 17), "moderator": (7, 17), "moderator of a department": (7, 17)}


def test_a_task_page_takes_as_many_queries_with_5000_comments_as_with_three():
    counts = {}
    for size in SIZES:
        fill(make_task(), size)
        # As the page loads it: the task knows whether the city asks anything, so nobody asks for questions that there are not.
        task = with_asked(Task.objects.select_related("discussion")).latest("pk")
        for kind in READERS:
            reader, client = make_reader(kind), Client()
            if reader.is_authenticated:
                client.force_login(reader)
            part = count(lambda task=task, reader=reader: discussion_context(task=task, user=reader, params={}))
            counts[kind, size] = (part, count(lambda task=task, client=client: client.get(task.get_absolute_url())))

    assert counts == {
        (kind, size): (part - (size == 1), whole - (size == 1)) for kind, (part, whole) in READERS.items() for size in SIZES
    }
    assert max(whole for _part, whole in counts.values()) <= 17


@pytest.mark.parametrize("name", ["permalink", "replies"])
def test_a_threads_own_pages_take_the_same_queries_whatever_its_size(name, client):
    counts = {}
    for number in (2, 4, 60, 2_000):
        root, *_replies = make_many_comments(task=make_task(), number=number, each=number)
        counts[number] = count(lambda root=root: client.get(reverse(f"discussion:{name}", args=[root.pk])))

    assert len(set(counts.values())) == 1
