"""A link for taking part online leads to a service that the city uses, and to no place that only looks like one."""

import pytest

from portal.forum_desk.editing.meeting_links import UnusableMeetingLink, check_meeting_url

pytestmark = pytest.mark.usefixtures("one_service")


@pytest.fixture
def one_service(settings) -> None:
    """The city uses one service."""
    settings.MEETING_HOSTS = ["zoom.us"]


@pytest.mark.parametrize("url", ["https://zoom.us/j/1", "https://daejeon.zoom.us/j/1?pwd=a", "https://ZOOM.us./j/1"])
def test_a_link_to_the_service_is_taken_as_it_is(url):
    assert check_meeting_url(url) == url


@pytest.mark.parametrize("url", ["https://evil.example/j/1", "https://evilzoom.us/j/1", "https://zoom.us.evil.example/j/1"])
def test_a_link_to_another_host_is_refused(url):
    with pytest.raises(UnusableMeetingLink, match=r"zoom\.us"):
        check_meeting_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://zoom.us/j/1",
        "https://zoom.us:8443/j/1",
        "https://zoom.us:x/j/1",
        "https://zoom.us@zoom.us/j/1",
        "https://evil.example\\.zoom.us/j/1",
    ],
)
def test_an_address_that_hides_where_it_leads_is_refused(url):
    with pytest.raises(UnusableMeetingLink):
        check_meeting_url(url)
