"""An organiser edits a forum while an administrator gives a role to somebody who is seated there: both get through."""

from functools import partial

import pytest

from portal.accounts import services as accounts
from portal.core.models import AuditEvent
from portal.forum_desk import services
from portal.registrations import services as registrations
from tests.at_once import at_once
from tests.effort import often
from tests.factories import make_administrator, make_citizen, make_forum, make_staff


def make_seated_forum():
    """A forum with five people, all of whom are told at once when it changes."""
    forum, people = make_forum(capacity=5), [make_citizen() for _ in range(5)]
    for person in people:
        registrations.register(forum=forum, citizen=person)
    return forum, people


def edit(forum, organiser):
    return services.edit(forum=forum, values={"capacity": 6, "venue_ko": "2층 소강당"}, by=organiser)


def test_an_edit_of_size_and_place_is_one_entry_after_the_other_at_the_end(db):
    forum, _people = make_seated_forum()

    edit(forum, make_staff("organiser"))

    events = AuditEvent.objects.filter(subject=f"forum:{forum.pk}").order_by("number").values_list("action", flat=True)
    assert list(events) == ["forum.capacity_changed", "forum.edited"]


@pytest.mark.django_db(transaction=True)
def test_neither_waits_for_the_other_for_ever():
    for _round in range(often(10)):
        forum, people = make_seated_forum()
        organiser, administrator = make_staff("organiser"), make_administrator()
        roles = [partial(accounts.grant_role, person=person, role="helper", by=administrator) for person in people]

        outcomes = at_once([partial(edit, forum, organiser), *roles])

        assert [each for each in outcomes if isinstance(each, Exception)] == []
