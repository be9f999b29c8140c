"""The pages that explain: about the portal, and its components."""

import pytest
from django.core.management import call_command

from portal.discussion.rules import Rule

pytestmark = pytest.mark.django_db
ANCHORS = ["what", "rules", "roles", "sources", "data", "accessibility", "source-code"]


@pytest.mark.parametrize("address", ["/about/", "/en/about/"])
def test_every_link_of_the_contents_leads_to_a_section(client, address):
    page = client.get(address).content.decode()

    assert [anchor for anchor in ANCHORS if f'href="#{anchor}"' not in page or f'id="{anchor}"' not in page] == []


@pytest.mark.parametrize(("address", "publisher"), [("/about/", "파이낸셜뉴스"), ("/en/about/", "Financial News")])
def test_every_source_stands_there_newest_first_with_what_is_known_of_its_date(client, address, publisher):
    call_command("load_plan", verbosity=0)

    response = client.get(address)
    page = response.content.decode()

    assert [source.key for source in response.context["sources"]] == [
        "sedaily-2019",
        "fnnews-2019-01-24",
        "joongang-2018",
        "jungdo-2018-09-20",
        "yonhap-2018-09-13",
        "etnews-2018-07-26",
        "hellodd-2017-07-31",
    ]
    assert publisher in page
    assert '<time datetime="2019-01-24">2019-01-24</time>' in page


def test_every_rule_of_the_discussion_is_named(client):
    page = client.get("/en/about/").content.decode()

    assert [str(label) for label in Rule.labels if str(label) not in page] == []


@pytest.mark.parametrize(("is_official", "says_sample"), [(False, True), (True, False)])
def test_the_page_says_whether_this_is_the_citys_own_site(client, settings, is_official, says_sample):
    settings.IS_OFFICIAL_SITE = is_official

    page = client.get("/en/about/").content.decode()

    assert ("This is a sample site, not an official service." in page, "This portal is a service of the city" in page) == (
        says_sample,
        not says_sample,
    )


@pytest.mark.parametrize("address", ["/components/", "/en/components/"])
def test_the_component_page_shows_components(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert "task-card" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/about/", "/components/", "/my/"])
def test_these_pages_only_read(client, address):
    assert client.post(address).status_code == 405
