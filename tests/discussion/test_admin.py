"""The administrator looks at comments, rules discussions and topics, and changes no words."""

import pytest
from django.urls import reverse

from portal.core.models import AuditEvent
from portal.discussion.gate import DiscussionGate, gate_of
from portal.discussion.models import Comment, CommentRevision, Discussion, Topic
from tests.factories import (
    make_administrator,
    make_citizen,
    make_comment,
    make_department,
    make_officer,
    make_task,
    make_topic,
    put,
)

pytestmark = pytest.mark.django_db
SECRET = "늘푸른소나무"


@pytest.fixture
def administrator(client):
    """Somebody with the administrator's role, signed in."""
    person = make_administrator()
    client.force_login(person)
    return person


def test_comments_are_listed_without_words_and_cannot_be_changed(client, administrator):
    comment = put(make_comment(body=SECRET, topic=make_topic(name_ko="밤길")), "pending", pending_for="personal_data")
    CommentRevision.objects.create(comment=comment, body=SECRET, replaced_at=comment.created_at)
    Comment.objects.create(
        task=comment.task, author=make_officer(department=make_department(name_ko="심야버스과")), body=SECRET, parent=comment,
        root=comment, depth=1, ancestry=f"{comment.pk:012d}", department=make_department(name_ko="하천과"),
        form_key="7e0b2f1a-6a56-4c8e-9a13-7e5a0f2a51c1",
    )  # fmt: skip

    listed = client.get(reverse("admin:discussion_comment_changelist"))
    shown = client.get(reverse("admin:discussion_comment_change", args=[comment.pk]))
    changed = client.post(reverse("admin:discussion_comment_change", args=[comment.pk]), {"state": "hidden"})
    added = client.get(reverse("admin:discussion_comment_add"))
    deleted = client.post(reverse("admin:discussion_comment_delete", args=[comment.pk]), {"post": "yes"})

    assert (listed.status_code, shown.status_code) == (200, 200)
    assert SECRET not in listed.content.decode() + shown.content.decode()
    assert all(word in listed.content.decode() for word in ("밤길", "하천과", "개인정보"))
    assert (changed.status_code, added.status_code, deleted.status_code) == (403, 403, 403)
    assert Comment.objects.get(pk=comment.pk).state == "pending"


def test_a_discussion_is_closed_and_opened_on_the_record(client, administrator):
    task, reader = make_comment().task, make_citizen()
    change_list = reverse("admin:discussion_discussion_changelist")

    client.post(reverse("admin:discussion_discussion_add"), {"task": task.pk, "state": "closed", "screening": "at_once"})
    closed = gate_of(task, reader)
    client.post(change_list, {"action": "open", "_selected_action": [task.pk]})
    opened = gate_of(task, reader)
    client.post(change_list, {"action": "close", "_selected_action": [task.pk]})

    assert (closed, opened) == (DiscussionGate.CLOSED, DiscussionGate.MAY_TAKE_PART)
    assert Discussion.objects.get().state == "closed"
    acts = AuditEvent.objects.filter(subject=f"task:{task.pk}").order_by("pk").values_list("action", "actor")
    assert [action for action, _actor in acts] == ["discussion.closed", "discussion.opened", "discussion.closed"]
    assert {actor for _action, actor in acts} == {administrator.pk}


@pytest.mark.parametrize(
    ("action", "screening"),
    [("screen_first_comments", "first_comment"), ("screen_everything", "all"), ("screen_nothing", "at_once")],
)
def test_screening_is_switched_by_action_and_by_form(client, administrator, action, screening):
    tasks = [make_task(), make_task()]
    for task in tasks:
        Discussion.objects.create(task=task, screening="all" if screening == "at_once" else "at_once")

    client.post(
        reverse("admin:discussion_discussion_changelist"), {"action": action, "_selected_action": [task.pk for task in tasks]}
    )
    by_action = list(Discussion.objects.values_list("screening", flat=True))
    client.post(
        reverse("admin:discussion_discussion_change", args=[tasks[0].pk]), {"state": "open", "screening": "first_comment"}
    )

    assert by_action == [screening] * 2
    assert Discussion.objects.get(task=tasks[0]).screening == "first_comment"


def test_topics_are_kept_in_both_languages_and_those_in_use_stay(client, administrator):
    used = make_comment(topic=make_topic()).topic
    add = reverse("admin:discussion_topic_add")

    form = client.get(add).content.decode()
    client.post(add, {"slug": "night", "name_ko": "밤길", "name_en": "Night", "position": 3, "is_offered": "on"})
    topic = Topic.objects.get(slug="night")
    statuses = [
        client.post(reverse("admin:discussion_topic_delete", args=[each.pk]), {"post": "yes"}).status_code
        for each in (used, topic)
    ]

    assert 'name="name_ko"' in form
    assert 'name="name_en"' in form
    assert (topic.name_ko, topic.name_en) == ("밤길", "Night")
    assert statuses == [403, 302]
    assert list(Topic.objects.filter(pk__in=[used.pk, topic.pk])) == [used]
