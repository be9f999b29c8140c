"""The form of a new forum and of a copy, sent at the very same moment twice, makes one."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.forums import services
from portal.forums.models import Forum
from portal.forums.services import drafting
from tests.at_once import at_once
from tests.factories import make_forum, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


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


@pytest.mark.parametrize(
    "test",
    [
        test_two_clicks_at_once_make_one_copy_with_its_programme_once,
        test_two_forums_of_one_title_at_once_get_addresses_of_their_own,
    ],
)
def test_without_the_lock_the_database_refuses_some(monkeypatch, test):
    monkeypatch.setattr(drafting, "_ONE_AT_A_TIME", "SELECT pg_sleep(0.2)")

    with pytest.raises(AttributeError, match="IntegrityError"):
        test()
