"""What every page stands in: strip, brand, search, navigation and settings in the order of sight, and a footer for citizens."""

import re

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db
HEADER = re.compile(r"<header.*?</header>", re.DOTALL)
FOOTER = re.compile(r"<footer.*?</footer>", re.DOTALL)


@pytest.fixture(autouse=True)
def plan(db):
    call_command("load_plan", verbosity=0)


def part(client, pattern, path="/about/"):
    return pattern.search(client.get(path).content.decode()).group()


def test_the_header_holds_strip_brand_navigation_and_settings_in_this_order(client):
    header = part(client, HEADER)

    parts = ("site-strip", "site-header__brand", 'class="site-nav"', "/accounts/login/", 'hreflang="en"', "display__box")
    places = [header.index(words) for words in parts]
    assert places == sorted(places)


def test_the_menu_opens_and_closes_without_a_script(client):
    header = part(client, HEADER)

    assert re.findall(r'popovertarget="([\w-]+)"', header) == ["site-panel", "site-panel"]
    assert re.search(r'<div class="site-panel" id="site-panel" popover>', header)


def test_a_page_is_the_same_bytes_whatever_somebody_chose_to_look_at(client):
    plain = client.get("/about/", headers={"cookie": ""}).content

    assert client.get("/about/", headers={"cookie": "portal-theme=dark; portal-letters=large"}).content == plain


@pytest.mark.parametrize(
    ("demo", "official", "strip"),
    [
        (True, False, "체험용(데모) 사이트 · 대전광역시 공식 서비스가 아닙니다"),
        (False, False, "대전광역시 공식 서비스가 아닙니다"),
        (False, True, "대전광역시"),
    ],
)
def test_the_strip_says_what_kind_of_site_this_is(client, settings, demo, official, strip):
    settings.DEMO_MODE, settings.IS_OFFICIAL_SITE = demo, official

    header = part(client, HEADER)

    assert strip in header
    assert ("체험용" in header) == demo
    assert ("공식 서비스가 아닙니다" in header) == (not official)


@pytest.mark.parametrize("demo", [True, False])
def test_only_a_demo_says_that_its_people_are_made_up(client, settings, demo):
    settings.DEMO_MODE = demo

    assert ("지어낸" in part(client, FOOTER)) == demo


def test_the_footer_is_for_citizens_and_names_who_can_be_asked(client, settings):
    settings.CONTACT_EMAIL = "madang@city.example"

    footer = part(client, FOOTER)

    assert "/components/" not in footer
    assert 'href="mailto:madang@city.example"' in footer


def test_without_an_address_the_footer_does_not_offer_to_be_asked(client, settings):
    settings.CONTACT_EMAIL = ""

    assert "mailto:" not in part(client, FOOTER)


def test_every_page_can_search_but_the_search_page_has_its_own_field(client):
    assert 'action="/search/"' in part(client, HEADER)
    assert 'action="/search/"' not in part(client, HEADER, "/search/?q=정류장")
    assert client.get("/search/?q=정류장").content.decode().count('name="q"') == 1
