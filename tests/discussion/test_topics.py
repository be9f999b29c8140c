"""What a comment is about: its author chooses, a moderator of the task may change it, and that is recorded."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.core.errors import InvalidInput
from portal.core.models import AuditEvent
from portal.discussion import services
from portal.discussion.gate import SignInRequired
from portal.discussion.models import Comment, State
from tests.factories import make_citizen, make_comment, make_moderator, make_officer, make_task, make_topic, put

pytestmark = pytest.mark.django_db


def topic_of(comment: Comment):
    return Comment.objects.select_related("topic").get(pk=comment.pk).topic


def test_the_author_chooses_when_writing_and_later():
    budget, safety = make_topic(), make_topic()
    comment = make_comment(topic=budget)
    chosen = [topic_of(comment)]

    for topic in (safety, None):
        services.set_topic(comment=comment, topic=topic, person=comment.author)
        chosen.append(topic_of(comment))

    assert chosen == [budget, safety, None]
    assert not AuditEvent.objects.filter(action="comment.topic_set").exists()


def test_a_moderator_of_the_task_changes_it_and_that_is_recorded():
    budget, safety, comment = make_topic(), make_topic(), make_comment()
    services.set_topic(comment=comment, topic=budget, person=comment.author)
    moderator = make_moderator(tasks=[comment.task])

    services.set_topic(comment=put(comment, State.HIDDEN), topic=safety, person=moderator)

    entry = AuditEvent.objects.get(action="comment.topic_set")
    assert topic_of(comment) == safety
    assert (entry.actor, entry.role, entry.subject) == (moderator.pk, "moderator", f"comment:{comment.pk}")
    assert entry.details == {"before": budget.pk, "after": safety.pk}


def test_nobody_else_sorts():
    comment, topic = make_comment(), make_topic()

    for person in (make_citizen(), make_officer(), make_moderator(tasks=[make_task()])):
        with pytest.raises(services.NotYours):
            services.set_topic(comment=comment, topic=topic, person=person)
    with pytest.raises(SignInRequired):
        services.set_topic(comment=comment, topic=topic, person=AnonymousUser())

    assert topic_of(comment) is None


def test_only_topics_on_offer_are_chosen_and_an_older_one_may_stay():
    old, comment = make_topic(is_offered=False), make_comment()

    with pytest.raises(InvalidInput):
        make_comment(topic=old)
    with pytest.raises(InvalidInput):
        services.set_topic(comment=comment, topic=old, person=comment.author)
    Comment.objects.filter(pk=comment.pk).update(topic=old)
    services.set_topic(comment=comment, topic=old, person=comment.author)

    assert topic_of(comment) == old


def test_what_is_not_shown_is_sorted_by_moderators_only():
    comment = put(make_comment(), State.PENDING)

    with pytest.raises(services.EditingClosed):
        services.set_topic(comment=comment, topic=make_topic(), person=comment.author)
