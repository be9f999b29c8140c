"""Changing and withdrawing one's own words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.core.errors import TooManyRequests
from portal.core.text.cleaning import UnusableText
from portal.discussion import services
from portal.discussion.models import Comment, CommentRevision, State
from portal.discussion.rules import Rule
from tests.factories import make_citizen, make_comment, make_moderator, make_officer, make_staff, put

pytestmark = pytest.mark.django_db


def make_administrator():
    return make_staff("administrator")


def test_the_author_changes_the_words_within_ten_minutes(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment(body="버스를 늘여 주세요")
    time_machine.shift(timedelta(minutes=9, seconds=59))

    services.edit(comment=comment, author=comment.author, body="버스를 늘려 주세요")

    stored = Comment.objects.get()
    assert stored.body == "버스를 늘려 주세요"
    assert stored.edited_at - stored.created_at == timedelta(minutes=9, seconds=59)


def test_from_ten_minutes_on_the_earlier_words_stay_for_everybody_to_see(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment(body="버스를 늘려 주세요")
    for body in ("버스를 두 대 늘려 주세요", "버스를 세 대 늘려 주세요"):
        time_machine.shift(timedelta(minutes=10))
        services.edit(comment=comment, author=comment.author, body=body)

    earlier = comment.revisions.order_by("replaced_at").values_list("body", "replaced_at", "is_withheld")
    assert list(earlier) == [
        ("버스를 늘려 주세요", comment.created_at + timedelta(minutes=10), False),
        ("버스를 두 대 늘려 주세요", comment.created_at + timedelta(minutes=20), False),
    ]
    assert Comment.objects.get().body == "버스를 세 대 늘려 주세요"


def test_within_ten_minutes_nothing_is_kept(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment(body="버스를 늘여 주세요")
    time_machine.shift(timedelta(minutes=9, seconds=59))

    services.edit(comment=comment, author=comment.author, body="버스를 늘려 주세요")

    assert not CommentRevision.objects.exists()


def test_words_that_stood_for_no_time_at_all_are_not_kept(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment(body="처음 쓴 글")
    time_machine.shift(timedelta(days=1))
    for body in ("둘째로 쓴 글", "셋째로 쓴 글"):
        services.edit(comment=comment, author=comment.author, body=body)

    assert list(CommentRevision.objects.values_list("body", flat=True)) == ["처음 쓴 글"]
    assert Comment.objects.get().body == "셋째로 쓴 글"


def test_earlier_words_with_personal_data_are_withheld(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment(body="연락은 010-2345-6789로 주세요")
    services.set_state(comment=comment, state=State.PUBLISHED)
    time_machine.shift(timedelta(hours=1))

    services.edit(comment=comment, author=comment.author, body="연락은 시청으로 주세요")

    assert list(CommentRevision.objects.values_list("body", "is_withheld")) == [("연락은 010-2345-6789로 주세요", True)]
    assert Comment.objects.get().state == State.PUBLISHED


@pytest.mark.parametrize("state", [State.PENDING, State.UNDER_REVIEW, State.TAKEN_DOWN, State.WITHDRAWN])
def test_what_is_not_shown_is_not_changed(state):
    comment = put(make_comment(body="보이지 않는 글"), state)

    with pytest.raises(services.EditingClosed):
        services.edit(comment=comment, author=comment.author, body="고친 글")

    assert Comment.objects.get().body == "보이지 않는 글"


def test_once_a_block_has_run_out_the_words_can_be_changed_again(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = put(make_comment(body="가려졌던 글"), State.TAKEN_DOWN)
    ended_at = comment.blocked_until
    time_machine.shift(timedelta(hours=2))

    services.edit(comment=comment, author=comment.author, body="고친 글")

    stored = Comment.objects.get()
    assert (stored.body, stored.state, stored.state_changed_at) == ("고친 글", State.PUBLISHED, ended_at)


def test_thirty_changes_in_ten_minutes_are_enough(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment()
    for number in range(30):
        services.edit(comment=comment, author=comment.author, body=f"고친 글 {number}")

    with pytest.raises(TooManyRequests):
        services.edit(comment=comment, author=comment.author, body="한 번 더 고친 글")

    assert Comment.objects.get().body == "고친 글 29"


def test_saving_the_same_words_is_no_change():
    comment = make_comment(body="버스를 늘려 주세요")

    services.edit(comment=comment, author=comment.author, body="버스를 늘려 주세요 ")

    assert Comment.objects.get().edited_at is None


@pytest.mark.parametrize("make_other", [make_citizen, make_moderator, make_officer, make_administrator])
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


def test_the_admin_changes_no_words(client):
    comment = make_comment(body="버스를 늘려 주세요")
    CommentRevision.objects.create(comment=comment, body="버스", replaced_at=comment.created_at)
    client.force_login(make_administrator())
    address = reverse("admin:discussion_comment_change", args=[comment.pk])

    response = client.post(address, {"body": "버스는 충분해요", "state": "published", "_save": "1"})

    assert response.status_code in {403, 405}
    assert Comment.objects.get().body == "버스를 늘려 주세요"
    assert CommentRevision.objects.get().body == "버스"


def test_withdrawing_keeps_the_replies_and_their_number():
    root = make_comment()
    reply = make_comment(parent=root)

    services.withdraw(comment=root, author=root.author)

    assert list(Comment.objects.shown()) == [reply]
    assert Comment.objects.get(pk=root.pk).reply_count == 1


def test_withdrawing_is_possible_where_the_discussion_is_closed_and_only_once():
    comment = make_comment()
    services.close_discussion(task=comment.task)

    services.withdraw(comment=comment, author=comment.author)

    assert Comment.objects.get().state == State.WITHDRAWN
    with pytest.raises(services.NotWithdrawable):
        services.withdraw(comment=comment, author=comment.author)
