"""Moderators open and close the discussions given to them, and say what is looked at before it appears."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.models import AuditEvent
from portal.discussion.models import Discussion, State
from tests.factories import make_citizen, make_comment, make_moderator, make_task, put

pytestmark = pytest.mark.django_db
LIST = reverse("moderation:discussion_list")


def address(task) -> str:
    return reverse("moderation:discussion_form", args=[task.slug])


def test_the_list_says_how_each_discussion_is_looked_after_and_how_much_is_there(client):
    task, closed = make_task(), make_task()
    Discussion.objects.create(task=closed, state="closed", screening="all")
    make_comment(task=task)
    put(make_comment(task=task), State.PENDING)
    put(make_comment(task=task), State.HIDDEN)
    client.force_login(make_moderator())

    rows = client.get(LIST).context["rows"]

    assert [(each.pk, now.state, now.screening, each.shown, each.pending) for each, now in rows] == [
        (task.pk, "open", "at_once", 1, 1),
        (closed.pk, "closed", "all", 0, 0),
    ]


def test_the_list_asks_as_often_for_one_task_as_for_six(client):
    client.force_login(make_moderator())
    counts = []
    for number in (1, 5):
        for _ in range(number):
            make_comment(task=make_task())
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_screening_holds_for_the_very_next_comment_and_is_recorded(client):
    task, moderator = make_task(), make_moderator()
    client.force_login(moderator)

    sent = client.post(address(task), {"state": "open", "screening": "all"})
    comment = make_comment(task=task)

    assert (sent.status_code, sent["Location"]) == (302, LIST)
    assert comment.state == State.PENDING
    entry = AuditEvent.objects.filter(action="discussion.screening_set").get()
    assert (entry.actor, entry.details["after"]) == (moderator.pk, {"screening": "all"})


def test_a_discussion_is_closed_and_opened_again(client):
    task = make_task()
    client.force_login(make_moderator(tasks=[task]))

    states = []
    for state in ("closed", "open"):
        client.post(address(task), {"state": state, "screening": "at_once"})
        states.append(Discussion.objects.get().state)

    assert states == ["closed", "open"]


@pytest.mark.parametrize(
    "data", [{}, {"state": "open"}, {"state": "x", "screening": "all"}, {"state": "open", "screening": "\x00"}]
)
def test_choices_out_of_nowhere_change_nothing(client, data):
    task = make_task()
    client.force_login(make_moderator())

    assert client.post(address(task), data).status_code == 422
    assert not Discussion.objects.exclude(state="open", screening="at_once").exists()


def test_looking_changes_nothing_and_citizens_do_not_look(client):
    task = make_task()
    client.force_login(make_moderator())
    client.get(address(task), {"state": "closed", "screening": "all"})
    assert not Discussion.objects.exists()

    client.force_login(make_citizen())
    assert [client.get(page).status_code for page in (LIST, address(task))] == [403, 403]
