"""Changing and withdrawing one's own words."""

from datetime import timedelta

import pytest

from portal.core.text import UnusableText
from portal.discussion import services
from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from tests.factories import make_citizen, make_comment, make_moderator

pytestmark = pytest.mark.django_db


def test_the_author_changes_the_words_within_ten_minutes(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment(body="버스를 늘여 주세요")
    time_machine.shift(timedelta(minutes=9, seconds=59))

    services.edit(comment=comment, author=comment.author, body="버스를 늘려 주세요")

    stored = Comment.objects.get()
    assert stored.body == "버스를 늘려 주세요"
    assert stored.edited_at - stored.created_at == timedelta(minutes=9, seconds=59)


def test_after_ten_minutes_the_words_stay(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment(body="버스를 늘려 주세요")
    time_machine.shift(timedelta(minutes=10))

    with pytest.raises(services.EditingClosed):
        services.edit(comment=comment, author=comment.author, body="버스를 줄여 주세요")

    assert Comment.objects.get().body == "버스를 늘려 주세요"


def test_saving_the_same_words_is_no_change():
    comment = make_comment(body="버스를 늘려 주세요")

    services.edit(comment=comment, author=comment.author, body="버스를 늘려 주세요 ")

    assert Comment.objects.get().edited_at is None


@pytest.mark.parametrize("make_other", [make_citizen, make_moderator], ids=["citizen", "moderator"])
def test_nobody_else_touches_the_words(make_other):
    comment, other = make_comment(body="버스를 늘려 주세요"), make_other()

    with pytest.raises(services.NotYours):
        services.edit(comment=comment, author=other, body="버스는 충분해요")
    with pytest.raises(services.NotYours):
        services.withdraw(comment=comment, author=other)

    stored = Comment.objects.get()
    assert (stored.body, stored.state) == ("버스를 늘려 주세요", State.PUBLISHED)


def test_unusable_words_leave_the_old_ones():
    comment = make_comment(body="버스를 늘려 주세요")

    with pytest.raises(UnusableText):
        services.edit(comment=comment, author=comment.author, body="\u200b")

    assert Comment.objects.get().body == "버스를 늘려 주세요"


def test_what_was_hidden_cannot_be_changed_or_withdrawn():
    comment = make_comment()
    services.set_state(comment=comment, state=State.HIDDEN, rule=Rule.ABUSE)

    with pytest.raises(services.EditingClosed):
        services.edit(comment=comment, author=comment.author, body="고운 말")
    with pytest.raises(services.NotWithdrawable):
        services.withdraw(comment=comment, author=comment.author)

    assert Comment.objects.get().state == State.HIDDEN


def test_withdrawing_keeps_the_replies_and_their_number():
    root = make_comment()
    reply = make_comment(parent=root)

    services.withdraw(comment=root, author=root.author)

    assert list(Comment.objects.published()) == [reply]
    assert Comment.objects.get(pk=root.pk).reply_count == 1


def test_withdrawing_is_possible_where_the_discussion_is_closed_and_only_once():
    comment = make_comment()
    services.close_discussion(task=comment.task)

    services.withdraw(comment=comment, author=comment.author)

    assert Comment.objects.get().state == State.WITHDRAWN
    with pytest.raises(services.NotWithdrawable):
        services.withdraw(comment=comment, author=comment.author)
