"""From which state a comment may come into which, and who may then read its words."""

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal.core.errors import InvalidInput
from portal.discussion import services
from portal.discussion.models import Comment, PendingReason, State
from portal.discussion.rules import Rule
from tests.factories import make_citizen, make_comment, make_moderator, put

pytestmark = pytest.mark.django_db

LEGAL = {
    ("published", "under_review"), ("published", "hidden"), ("published", "taken_down"),
    ("pending", "published"), ("pending", "hidden"),
    ("under_review", "published"), ("under_review", "hidden"), ("under_review", "taken_down"),
    ("hidden", "published"), ("hidden", "taken_down"),
    ("taken_down", "published"), ("taken_down", "hidden"),
}  # fmt: skip


def in_state(state: str) -> Comment:
    return put(make_comment(), state)


def end(state: str):
    """When a state ends by itself."""
    return timezone.now() + timedelta(days=1) if state in {State.UNDER_REVIEW, State.TAKEN_DOWN} else None


@pytest.mark.parametrize(("before", "after"), product(State.values, State.values))
def test_every_move_is_legal_or_refused(before, after):
    comment = in_state(before)

    if (before, after) in LEGAL:
        services.set_state(comment=comment, state=after, rule=Rule.ABUSE, until=end(after))
    else:
        with pytest.raises(services.IllegalMove):
            services.set_state(comment=comment, state=after, rule=Rule.ABUSE, until=end(after))

    assert Comment.objects.get().state == (after if (before, after) in LEGAL else before)


def test_a_move_notes_rule_and_time(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = make_comment()
    time_machine.move_to("2026-11-24T10:00:00+09:00", tick=False)

    services.set_state(comment=comment, state=State.HIDDEN, rule=Rule.SPAM)

    stored = Comment.objects.get()
    assert stored.rule == Rule.SPAM
    assert stored.state_changed_at.isoformat() == "2026-11-24T01:00:00+00:00"


def test_showing_a_comment_again_clears_the_rule():
    comment = in_state(State.HIDDEN)

    services.set_state(comment=comment, state=State.PUBLISHED)

    assert Comment.objects.get().rule == ""


@pytest.mark.parametrize("rule", ["", "because"])
def test_hiding_needs_a_rule_of_the_house(rule):
    comment = make_comment()

    with pytest.raises(InvalidInput):
        services.set_state(comment=comment, state=State.HIDDEN, rule=rule)

    assert Comment.objects.get().state == State.PUBLISHED


@pytest.mark.parametrize("state", [State.UNDER_REVIEW, State.TAKEN_DOWN])
def test_a_review_and_a_block_say_when_they_end_and_nothing_else_does(state):
    comment = make_comment()

    with pytest.raises(InvalidInput):
        services.set_state(comment=comment, state=state)
    with pytest.raises(InvalidInput):
        services.set_state(comment=comment, state=State.HIDDEN, rule=Rule.ABUSE, until=end(state))

    assert Comment.objects.get().state == State.PUBLISHED


def test_what_is_put_back_is_what_it_was_and_what_was_withdrawn_stays_so():
    hidden, withdrawn = in_state(State.HIDDEN), in_state(State.WITHDRAWN)

    services.put_back(comment=hidden, state=State.PENDING, pending_for=PendingReason.LINK)
    services.put_back(comment=withdrawn, state=State.PUBLISHED)

    stored = Comment.objects.in_bulk()
    assert (stored[hidden.pk].state, stored[hidden.pk].pending_for, stored[hidden.pk].rule) == (
        State.PENDING,
        PendingReason.LINK,
        "",
    )
    assert stored[withdrawn.pk].state == State.WITHDRAWN


def test_a_block_that_ran_out_ends_at_its_end_and_one_that_runs_goes_on(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = in_state(State.TAKEN_DOWN)

    states = [services.end_block(comment=comment).state]
    time_machine.shift(timedelta(hours=1))
    states += [Comment.objects.get().is_shown, services.end_block(comment=comment).state]

    stored = Comment.objects.get()
    assert states == [State.TAKEN_DOWN, True, State.PUBLISHED]
    assert (stored.blocked_until, stored.state_changed_at) == (None, comment.blocked_until)


def test_after_a_block_has_run_out_a_new_one_may_begin(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    comment = in_state(State.UNDER_REVIEW)
    time_machine.shift(timedelta(hours=1))

    services.set_state(comment=comment, state=State.UNDER_REVIEW, until=end(State.UNDER_REVIEW))

    assert not Comment.objects.shown().exists()


READABLE = {
    State.PUBLISHED: {"visitor", "other", "author", "moderator"},
    State.PENDING: {"author", "moderator"},
    State.UNDER_REVIEW: {"author", "moderator"},
    State.HIDDEN: {"author", "moderator"},
    State.TAKEN_DOWN: {"author", "moderator"},
    State.WITHDRAWN: set(),
}


@pytest.mark.parametrize("state", State)
def test_who_reads_the_words(state):
    comment = in_state(state)
    people = {
        "visitor": AnonymousUser(),
        "other": make_citizen(),
        "author": comment.author,
        "moderator": make_moderator(),
    }

    readers = {name for name, person in people.items() if Comment.objects.visible_to(person).exists()}
    words = {name for name, person in people.items() if Comment.objects.with_words_for(person).get().words == comment.body}
    silence = {name for name, person in people.items() if Comment.objects.with_words_for(person).get().words is None}

    assert readers == words == READABLE[state]
    assert silence == set(people) - readers
