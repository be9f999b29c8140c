"""Reading pages of the forums in tests."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.forums.models import Forum
from tests.factories import make_citizen

MOST_QUERIES = 10


def url_of(name: str, forum: Forum) -> str:
    """The address of a view of this forum."""
    return reverse(name, args=[forum.slug])


def page(client, url: str) -> str:
    """What is shown there, without the space between a tag and its text, which browsers do not show either."""
    response = client.get(url)
    assert response.status_code == 200
    return re.sub(r">\s+|\s+</", lambda found: found[0].strip(), response.content.decode())


def queries(client, url: str) -> int:
    """How many queries the page takes."""
    with CaptureQueriesContext(connection) as captured:
        page(client, url)
    return len(captured)


def signed_in(client):
    """A new citizen, signed in."""
    citizen = make_citizen()
    client.force_login(citizen)
    return citizen
