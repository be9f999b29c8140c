"""A request ends because its requester, or the comment's author, takes something back."""

import pytest

from portal.core.models import AuditEvent
from portal.discussion import services as discussion
from portal.takedowns.links import follow_path
from portal.takedowns.services import blocks, requests
from portal.takedowns.services.refusals import AlreadyRequested
from tests.factories import make_block, make_takedown

pytestmark = pytest.mark.django_db


def test_a_request_about_a_withdrawn_comment_is_settled_and_its_requester_told(mailbox):
    takedown = make_takedown()
    mailbox.deliver()
    mailbox.received.clear()
    discussion.withdraw(comment=takedown.comment, author=takedown.comment.author)

    counts = [blocks.close_withdrawn(), blocks.close_withdrawn()]

    takedown.refresh_from_db()
    assert (counts, takedown.state) == ([1, 0], "obsolete")
    assert [mail["To"] for mail in mailbox.deliver()] == [takedown.requester_email]
    assert AuditEvent.objects.get(action="takedown.obsolete").subject == f"takedown:{takedown.pk}"


def test_the_requester_takes_it_back_before_anybody_decides(client):
    takedown = make_takedown()

    response = client.post(f"{follow_path(takedown)}retract/")

    takedown.refresh_from_db()
    assert (response.status_code, takedown.state) == (302, "retracted")
    assert takedown.ended_at is not None
    assert client.post(f"{follow_path(takedown)}retract/").status_code == 409
    entry = AuditEvent.objects.get(action="takedown.retracted")
    assert (entry.actor, entry.role, entry.subject) == (None, "requester", f"takedown:{takedown.pk}")


def test_a_block_that_is_taken_back_ends_at_once(client, mailbox):
    takedown = make_block()
    mailbox.deliver()
    mailbox.received.clear()

    client.post(f"{follow_path(takedown)}retract/")

    comment = takedown.comment
    comment.refresh_from_db()
    decision = comment.decisions.newest_first().first()
    assert (comment.state, comment.blocked_until) == ("published", None)
    assert (decision.action, decision.moderator) == ("unblock", None)
    assert [mail["To"] for mail in mailbox.deliver()] == [comment.author.email]


def test_what_was_blocked_and_taken_back_is_not_blocked_again_for_the_same_person():
    takedown = make_block(email="same@example.org")
    requests.retract(takedown=takedown)
    again = make_takedown(comment=takedown.comment, email="same@example.org", is_confirmed=False)

    with pytest.raises(AlreadyRequested):
        requests.confirm(takedown=again)


def test_what_was_taken_back_before_a_decision_may_be_asked_again():
    takedown = make_takedown(email="same@example.org")
    requests.retract(takedown=takedown)

    assert make_takedown(comment=takedown.comment, email="same@example.org").state == "requested"
