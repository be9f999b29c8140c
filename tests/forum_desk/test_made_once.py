"""The form of a new forum and of a copy, sent at the very same moment twice, makes one."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.forum_desk import services
from portal.forum_desk.editing.fields import EDITABLE_FIELDS
from portal.forums.models import Forum
from tests.at_once import at_once
from tests.factories import make_forum, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes_of(calls: list) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in at_once(calls))


def test_two_clicks_at_once_make_one_copy_with_its_programme_once():
    forum, organiser, uid = make_forum(), make_staff("organiser"), uuid4()
    forum.agenda_items.create(position=1, title_ko="인사")

    def copy() -> Forum:
        return services.duplicate(forum=forum, starts_at=forum.starts_at + timedelta(days=7), by=organiser, uid=uid)

    first, *others = at_once([copy] * 8)

    assert [other.pk for other in others] == [first.pk] * 7
    assert Forum.objects.exclude(pk=forum.pk).get().agenda_items.count() == 1


def test_two_forums_of_one_title_at_once_get_addresses_of_their_own():
    forum, organiser = make_forum(), make_staff("organiser")

    def copy() -> Forum:
        return services.duplicate(forum=forum, starts_at=forum.starts_at + timedelta(days=7), by=organiser)

    assert len({each.slug for each in at_once([copy] * 8)}) == 8


def test_of_two_forums_with_one_typed_address_at_once_the_second_is_refused():
    organiser = make_staff("organiser")
    values = {name: getattr(make_forum(), name) for name in (*EDITABLE_FIELDS, "capacity")}

    def create() -> Forum:
        return services.create(values={**values, "slug": "tram"}, by=organiser)

    assert outcomes_of([create] * 4) == ["AddressTaken"] * 3 + ["Forum"]
    assert Forum.objects.filter(slug="tram").count() == 1


def test_of_two_forums_moved_to_one_address_at_once_the_second_is_refused():
    organiser = make_staff("organiser")

    def move(forum: Forum):
        return lambda: services.edit(forum=forum, values={"slug": "tram"}, by=organiser)

    assert outcomes_of([move(make_forum()) for _ in range(4)]) == ["AddressTaken"] * 3 + ["Forum"]
