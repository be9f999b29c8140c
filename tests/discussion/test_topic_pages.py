"""What a comment is about: chosen when writing, changed by its author or a moderator of the task."""

from uuid import uuid4

import pytest
from django.urls import reverse

from portal.discussion.models import Comment
from tests.factories import make_citizen, make_comment, make_moderator, make_task, make_topic, put

pytestmark = pytest.mark.django_db


def address(comment: Comment) -> str:
    return reverse("discussion:topic", args=[comment.pk])


def test_a_topic_is_chosen_when_writing_and_stands_beside_the_comment(client):
    task, topic = make_task(), make_topic(name_ko="밤길")
    make_topic(name_ko="옛 주제", is_offered=False)
    client.force_login(make_citizen())
    offered = [word for _slug, word in client.get(task.get_absolute_url()).context["form"].fields["topic"].choices]

    client.post(reverse("discussion:post", args=[task.slug]), {"body": "어둡습니다", "topic": topic.slug, "form_key": uuid4()})

    [(entry, _more)] = client.get(task.get_absolute_url()).context["rows"]
    assert entry.topic == "밤길"
    assert ("밤길" in offered, "옛 주제" in offered, offered[0]) == (True, False, "선택하지 않음")


@pytest.mark.parametrize("value", ["no-such-topic", "1", "'; --", "숨은"])
def test_a_topic_that_is_not_offered_is_refused_and_the_words_are_kept(client, value):
    task = make_task()
    make_topic(slug="old", is_offered=False)
    make_topic()
    client.force_login(make_citizen())

    response = client.post(
        reverse("discussion:post", args=[task.slug]), {"body": "어둡습니다", "topic": value, "form_key": uuid4()}
    )

    assert response.status_code == 422
    assert response.context["form"]["body"].value() == "어둡습니다"
    assert not Comment.objects.exists()


def test_the_author_and_a_moderator_of_the_task_change_it_and_nobody_else(client):
    comment, topic = make_comment(), make_topic()

    def change(person) -> tuple[int, int]:
        client.force_login(person)
        return client.get(address(comment)).status_code, client.post(address(comment), {"topic": topic.slug}).status_code

    refused = [change(person) for person in (make_citizen(), make_moderator(tasks=[make_task()]))]
    unchanged = Comment.objects.get().topic
    by_author = change(comment.author), Comment.objects.get().topic
    Comment.objects.update(topic=None)
    by_moderator = change(make_moderator(tasks=[comment.task])), Comment.objects.get().topic

    assert (refused, unchanged) == ([(404, 404)] * 2, None)
    assert (by_author, by_moderator) == (((200, 302), topic), ((200, 302), topic))


def test_replies_and_withdrawn_comments_have_none(client):
    reply, withdrawn = make_comment(parent=make_comment()), put(make_comment(body="지운 글"), "withdrawn")
    client.force_login(make_moderator())

    assert [client.get(address(comment)).status_code for comment in (reply, withdrawn)] == [404, 404]


def test_nonsense_is_said_so(client):
    comment = make_comment()
    client.force_login(comment.author)

    response = client.post(address(comment), {"topic": "nowhere"})

    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
