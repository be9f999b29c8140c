"""Agree, disagree, pass: one vote per person, and counters that equal the votes."""

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from portal.core.errors import InvalidInput, TooManyRequests
from portal.discussion import services
from portal.discussion.gate import NotVerified, SignInRequired
from portal.discussion.models import Comment, State, Vote
from tests.factories import make_citizen, make_comment, put

pytestmark = pytest.mark.django_db


def counters(comment: Comment) -> tuple[int, int, int]:
    """Agree, disagree and pass as the comment has them."""
    return Comment.objects.values_list("agree_count", "disagree_count", "pass_count").get(pk=comment.pk)


def votes(comment: Comment) -> tuple[int, int, int]:
    """The same, counted anew."""
    found = Counter(comment.votes.values_list("value", flat=True))
    return found["agree"], found["disagree"], found["pass"]


@pytest.mark.parametrize(("value", "expected"), [("agree", (1, 0, 0)), ("disagree", (0, 1, 0)), ("pass", (0, 0, 1))])
def test_a_vote_is_stored_and_counted(value, expected):
    comment, voter = make_comment(), make_citizen()

    vote = services.vote(comment=comment, voter=voter, value=value)

    assert vote == Vote.objects.get()
    assert (vote.voter, vote.person_key, vote.value) == (voter, voter.person_key, value)
    assert counters(comment) == votes(comment) == expected


def test_the_same_vote_again_takes_it_back():
    comment, voter = make_comment(), make_citizen()
    services.vote(comment=comment, voter=voter, value="agree")

    answer = services.vote(comment=comment, voter=voter, value="agree")

    assert answer is None
    assert counters(comment) == votes(comment) == (0, 0, 0)


def test_a_vote_can_be_changed():
    comment, voter = make_comment(), make_citizen()
    for value in ("agree", "disagree", "pass", "disagree"):
        services.vote(comment=comment, voter=voter, value=value)

    assert counters(comment) == votes(comment) == (0, 1, 0)


def test_the_same_form_sent_twice_votes_once_and_takes_back_once():
    comment, voter = make_comment(), make_citizen()

    for _ in range(2):
        services.vote(comment=comment, voter=voter, value="agree", seen="")
    assert counters(comment) == votes(comment) == (1, 0, 0)

    for _ in range(2):
        services.vote(comment=comment, voter=voter, value="agree", seen="agree")
    assert counters(comment) == votes(comment) == (0, 0, 0)


def test_nobody_votes_on_their_own_comment():
    comment = make_comment()

    with pytest.raises(services.NotVotable):
        services.vote(comment=comment, voter=comment.author, value="agree")

    assert counters(comment) == votes(comment) == (0, 0, 0)


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_only_what_is_shown_takes_votes(state):
    comment = put(make_comment(), state)

    with pytest.raises(services.NotVotable):
        services.vote(comment=comment, voter=make_citizen(), value="agree")

    assert votes(comment) == (0, 0, 0)


def test_only_verified_people_vote():
    comment = make_comment()

    with pytest.raises(NotVerified):
        services.vote(comment=comment, voter=make_citizen(verified=False), value="agree")
    with pytest.raises(SignInRequired):
        services.vote(comment=comment, voter=AnonymousUser(), value="agree")

    assert votes(comment) == (0, 0, 0)


@pytest.mark.parametrize("value", ["", "love", "AGREE", "agree\x00"])
def test_an_unknown_vote_is_refused(value):
    with pytest.raises(InvalidInput):
        services.vote(comment=make_comment(), voter=make_citizen(), value=value)


def test_whoever_leaves_and_comes_back_has_one_vote():
    comment, before = make_comment(), make_citizen()
    services.vote(comment=comment, voter=before, value="agree")
    identity = before.identity
    type(before).objects.filter(pk=before.pk).update(identity=None)
    back = make_citizen(identity=identity)

    services.vote(comment=comment, voter=back, value="disagree")

    assert counters(comment) == votes(comment) == (0, 1, 0)


def test_whoever_leaves_and_comes_back_does_not_vote_on_what_they_wrote_before():
    comment = make_comment()
    identity = comment.author.identity
    type(comment.author).objects.filter(pk=comment.author_id).update(identity=None)
    back = make_citizen(identity=identity)

    with pytest.raises(services.NotVotable):
        services.vote(comment=comment, voter=back, value="agree")

    assert counters(comment) == votes(comment) == (0, 0, 0)


def test_whoever_leaves_and_comes_back_takes_back_their_own_vote():
    comment, before = make_comment(), make_citizen()
    services.vote(comment=comment, voter=before, value="agree")
    identity = before.identity
    type(before).objects.filter(pk=before.pk).update(identity=None)

    answer = services.vote(comment=comment, voter=make_citizen(identity=identity), value="agree")

    assert answer is None
    assert counters(comment) == votes(comment) == (0, 0, 0)


def test_once_a_block_has_run_out_votes_count_again(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = put(make_comment(), State.UNDER_REVIEW)
    time_machine.shift(timedelta(hours=1))

    services.vote(comment=comment, voter=make_citizen(), value="agree")

    assert counters(comment) == votes(comment) == (1, 0, 0)
    assert Comment.objects.get().state == State.PUBLISHED


def test_the_database_refuses_a_second_vote_of_a_person():
    comment, voter = make_comment(), make_citizen()
    services.vote(comment=comment, voter=voter, value="agree")

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(comment=comment, voter=make_citizen(), person_key=voter.person_key, value="pass")


def test_sixty_votes_a_minute_are_enough(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment, voter = make_comment(), make_citizen()
    for _ in range(60):
        services.vote(comment=comment, voter=voter, value="agree")

    with pytest.raises(TooManyRequests):
        services.vote(comment=comment, voter=voter, value="agree")

    time_machine.shift(timedelta(minutes=1))
    assert services.vote(comment=comment, voter=voter, value="agree").value == "agree"


def test_agreement_favours_many_votes_over_one():
    """Expected values: lower bounds of the 95 % Wilson interval, computed by hand from the formula."""
    comment = make_comment()
    expected = {(0, 0): 0.0, (1, 0): 0.2065, (0, 1): 0.0, (9, 1): 0.5958, (90, 10): 0.8256, (50, 50): 0.4038}

    for (agree, disagree), bound in expected.items():
        Comment.objects.filter(pk=comment.pk).update(agree_count=agree, disagree_count=disagree)
        assert Comment.objects.get(pk=comment.pk).agreement == pytest.approx(bound, abs=5e-5)
