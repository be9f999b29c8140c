"""Reading pages of the forums in tests."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.forums.models import Forum
from tests.factories import make_citizen

MOST_QUERIES = 9


def url_of(name: str, forum: Forum) -> str:
    """The address of a view of this forum."""
    return reverse(f"forums:{name}", args=[forum.slug])


def page(client, url: str) -> str:
    """What is shown there."""
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


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
