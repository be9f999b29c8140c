"""From which state a comment may come into which, and who may then read its words."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.core.errors import InvalidInput
from portal.discussion import services
from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from tests.factories import make_citizen, make_comment, make_moderator

pytestmark = pytest.mark.django_db

LEGAL = {
    ("published", "under_review"), ("published", "hidden"), ("published", "taken_down"),
    ("held", "published"), ("held", "hidden"),
    ("under_review", "published"), ("under_review", "hidden"), ("under_review", "taken_down"),
    ("hidden", "published"), ("hidden", "taken_down"),
    ("taken_down", "published"), ("taken_down", "hidden"),
}  # fmt: skip


def in_state(state: str) -> Comment:
    """A comment in a state, however it came there."""
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).update(state=state, rule=Rule.ABUSE if state == State.HIDDEN else "")
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize(("before", "after"), product(State.values, State.values))
def test_every_move_is_legal_or_refused(before, after):
    comment = in_state(before)

    if (before, after) in LEGAL:
        services.set_state(comment=comment, state=after, rule=Rule.ABUSE)
    else:
        with pytest.raises(services.IllegalMove):
            services.set_state(comment=comment, state=after, rule=Rule.ABUSE)

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


READABLE = {
    State.PUBLISHED: {"visitor", "other", "author", "moderator"},
    State.HELD: {"author", "moderator"},
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
