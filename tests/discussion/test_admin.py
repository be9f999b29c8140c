"""The administrator looks at comments and opens or closes discussions, and changes no words."""

import pytest
from django.urls import reverse

from portal.discussion.gate import Standing, standing_in
from portal.discussion.models import Comment, Discussion
from tests.factories import make_citizen, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    """Somebody who may do everything that the admin offers, signed in."""
    client.force_login(make_citizen(is_staff=True, is_superuser=True))
    return client


def test_comments_are_listed_without_words_and_cannot_be_changed(administrator):
    comment = make_comment(body="늘푸른소나무")

    listed = administrator.get(reverse("admin:discussion_comment_changelist"))
    shown = administrator.get(reverse("admin:discussion_comment_change", args=[comment.pk]))
    changed = administrator.post(reverse("admin:discussion_comment_change", args=[comment.pk]), {"state": "hidden"})
    added = administrator.get(reverse("admin:discussion_comment_add"))
    deleted = administrator.post(reverse("admin:discussion_comment_delete", args=[comment.pk]), {"post": "yes"})

    assert (listed.status_code, shown.status_code) == (200, 200)
    assert "늘푸른소나무" not in listed.content.decode() + shown.content.decode()
    assert (changed.status_code, added.status_code, deleted.status_code) == (403, 403, 403)
    assert Comment.objects.get().state == "published"


def test_a_discussion_is_closed_and_opened(administrator):
    task, reader = make_comment().task, make_citizen()
    change_list = reverse("admin:discussion_discussion_changelist")

    administrator.post(reverse("admin:discussion_discussion_add"), {"task": task.pk, "state": "closed"})
    closed = standing_in(task, reader)
    administrator.post(change_list, {"action": "open", "_selected_action": [task.pk]})
    opened = standing_in(task, reader)
    administrator.post(change_list, {"action": "close", "_selected_action": [task.pk]})

    assert (closed, opened) == (Standing.CLOSED, Standing.MAY_TAKE_PART)
    assert Discussion.objects.get().state == "closed"
