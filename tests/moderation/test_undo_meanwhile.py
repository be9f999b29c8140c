"""A decision is taken back after something else happened to the comment: nothing appears or is blocked that should not."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import Review
from portal.takedowns.services import blocks, requests
from tests.factories import make_administrator, make_block, make_comment, make_moderator, make_suspension, put
from tests.moderation.test_undo import REASON, as_stored

pytestmark = pytest.mark.django_db


def test_a_hiding_while_a_block_runs_is_taken_back_to_the_block():
    block, moderator = make_block(), make_moderator()
    before = as_stored(block.comment)
    decision = services.hide(comment=block.comment, moderator=moderator, rule="abuse", reason=REASON)

    services.undo(decision=decision, moderator=moderator)

    assert as_stored(block.comment) == before


def test_no_block_comes_back_whose_request_is_settled():
    moderator, removed, retracted = make_moderator(), make_block(), make_block()
    blocks.remove(takedown=removed, moderator=moderator, rule="abuse", reason=REASON)
    services.hide(comment=retracted.comment, moderator=moderator, rule="abuse", reason=REASON)
    requests.retract(takedown=retracted)

    for block in (removed, retracted):
        with pytest.raises(services.NotUndoable):
            services.undo(decision=block.comment.decisions.newest_first()[0], moderator=moderator)

    assert [as_stored(block.comment)["state"] for block in (removed, retracted)] == [State.HIDDEN] * 2


def test_words_that_are_pending_meanwhile_do_not_appear_when_a_review_runs_out():
    comment, moderator, now = make_comment(), make_moderator(), timezone.now()
    ends_at = now + timedelta(hours=30)
    put(comment, State.UNDER_REVIEW, blocked_until=ends_at)
    Review.objects.create(comment=comment, weight=30, began_at=now, lapses_at=ends_at)
    decision = services.keep(comment=comment, moderator=moderator, reason=REASON)
    discussion.edit(comment=comment, author=comment.author, body="제 번호는 010-1234-5678이고 900101-1234568입니다")

    services.undo(decision=decision, moderator=moderator)

    with time_machine.travel(ends_at + timedelta(hours=1)):
        assert (as_stored(comment)["state"], Comment.objects.shown().exists()) == (State.PENDING, False)


def test_one_hiding_of_a_suspension_gives_the_review_back():
    comment, now = make_comment(), timezone.now()
    ends_at = now + timedelta(hours=30)
    put(comment, State.UNDER_REVIEW, blocked_until=ends_at)
    Review.objects.create(comment=comment, weight=30, began_at=now, lapses_at=ends_at)
    make_suspension(person=comment.author, hides_comments=True)

    services.undo(decision=comment.decisions.get(), moderator=make_administrator())

    assert (as_stored(comment)["state"], Review.objects.get().outcome) == (State.UNDER_REVIEW, "open")
