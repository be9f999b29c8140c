"""Where a page says that people may ask, it says whom: the forum's contact, else the portal's, else nothing at all."""

import re
from datetime import timedelta

import pytest
from babel.messages.pofile import read_po
from django.conf import settings as portal_settings
from django.utils import timezone

from tests.factories import make_forum

pytestmark = pytest.mark.django_db
ASKS_NOBODY = re.compile(r"(ask|tell|write to) (us|the organisers?|the operator)\b", re.IGNORECASE)


def shown(client, **fields):
    now = timezone.now()
    forum = make_forum(registration_opens_at=now - timedelta(days=2), registration_closes_at=now - timedelta(hours=1), **fields)
    return client.get(forum.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("of_the_forum", "of_the_portal", "expected"),
    [
        ("042-270-0000", "madang@city.example", "042-270-0000"),
        ("", "madang@city.example", '<a href="mailto:madang@city.example">madang@city.example</a>'),
    ],
)
def test_a_forum_names_whom_to_ask(client, settings, of_the_forum, of_the_portal, expected):
    settings.CONTACT_EMAIL = of_the_portal

    page = shown(client, contact=of_the_forum).partition("<footer")[0]

    # As a fact of the forum, beside the access services that are not announced, and where registration is closed.
    assert page.count(expected) == 3


def test_with_nobody_to_ask_no_sentence_asks(client, settings):
    settings.CONTACT_EMAIL = ""

    page = shown(client, contact="")

    assert "안내된 편의 지원이 없습니다." in page
    assert "문의" not in page


def test_no_sentence_of_the_portal_sends_people_to_somebody_it_does_not_name():
    catalogue = read_po((portal_settings.BASE_DIR / "portal/locale/ko/LC_MESSAGES/django.po").open("rb"), locale="ko")
    texts = [text for message in catalogue for text in ([message.id] if isinstance(message.id, str) else message.id)]

    assert len(texts) > 1000
    assert [text for text in texts if ASKS_NOBODY.search(text) and not text.endswith(":")] == []
