"""Who decides about a temporary block: somebody to whom the task was given, and who has no part in it."""

import pytest
from django.urls import reverse

from portal.core.models import AuditEvent
from portal.discussion.models import State
from portal.moderation import services
from portal.moderation.models import Action
from portal.takedowns.models import Takedown
from portal.takedowns.services import blocks
from portal.takedowns.services.refusals import OwnRequest, RequestSettled
from tests.at_once import at_once
from tests.factories import make_citizen, make_comment, make_moderator, make_takedown, make_task
from tests.takedowns.test_block import REASON, actions, block, now_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("decide", [blocks.block, blocks.refuse], ids=["block", "refuse"])
def test_nobody_decides_outside_of_what_was_given_to_them(decide):
    takedown = make_takedown(comment=make_comment(task=make_task()))
    elsewhere, citizen = make_moderator(tasks=[make_task()]), make_citizen()

    for person in (elsewhere, citizen):
        with pytest.raises(services.NotAModerator):
            decide(takedown=takedown, moderator=person, reason=REASON)

    assert Takedown.objects.get().state == "requested"


def test_nobody_decides_about_their_own_comment_or_their_own_request():
    author, requester = make_moderator(), make_moderator(email="asks@example.org")

    with pytest.raises(services.OwnComment):
        block(make_takedown(comment=make_comment(author=author)), moderator=author)
    with pytest.raises(OwnRequest):
        block(make_takedown(email="Asks@example.org"), moderator=requester)

    assert list(Takedown.objects.blocking()) == []


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_decide_once():
    takedown, moderators = make_takedown(), [make_moderator() for _ in range(6)]

    calls = [lambda who=who: blocks.block(takedown=takedown, moderator=who, reason=REASON) for who in moderators[:3]]
    calls += [lambda who=who: blocks.refuse(takedown=takedown, moderator=who, reason=REASON) for who in moderators[3:]]
    outcomes = at_once(calls)

    assert sum(isinstance(outcome, RequestSettled) for outcome in outcomes) == 5
    takedown.refresh_from_db()
    expected = {"blocked": (State.TAKEN_DOWN, [Action.BLOCK]), "refused": (State.PUBLISHED, [])}
    assert (now_of(takedown.comment)[0], actions(takedown.comment)) == expected[takedown.state]


def test_the_desk_is_told_of_a_request_outside_as_if_there_were_none(client):
    takedown = make_takedown(comment=make_comment(task=make_task()))
    client.force_login(make_moderator(tasks=[make_task()]))

    answers = [
        client.get(reverse("takedowns:detail", args=[takedown.pk])).status_code,
        client.get(reverse("takedowns:evidence", args=[takedown.pk, takedown.evidence.get().pk])).status_code,
        client.post(reverse("takedowns:decide", args=[takedown.pk, "block"]), {"prepared": "unclear", "days": 3}).status_code,
    ]

    assert answers == [404, 404, 404]
    assert str(takedown.pk) not in [str(row.pk) for row in Takedown.objects.moderated_by(make_moderator(tasks=[make_task()]))]
    assert AuditEvent.objects.filter(action="personal_data.viewed").count() == 0
