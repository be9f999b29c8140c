"""The pages that explain: about the portal, and its components."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.discussion.rules import Rule
from portal.plan.models import CitizenMeasure
from tests.factories import make_comment, make_forum

pytestmark = pytest.mark.django_db
ANCHORS = ["plan", "open-questions", "what", "rules", "roles", "sources", "data", "accessibility", "source-code"]


@pytest.mark.parametrize("address", ["/about/", "/en/about/"])
def test_every_link_of_the_contents_leads_to_a_section(client, address):
    call_command("load_plan", verbosity=0)

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
        "heraldcorp-2018-09-20",
        "jungdo-2018-09-20",
        "yonhap-2018-09-13",
        "etnews-2018-07-26",
        "hellodd-2017-07-31",
    ]
    assert publisher in page
    assert '<time datetime="2019-01-24">2019-01-24</time>' in page


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            "/about/",
            [
                ("2015년부터 인구가 줄고 혁신도시 지정에서 제외", "joongdo.co.kr"),
                ("인력양성(과제 2), 스포츠산업(과제 7), 스마트시티(과제 13), 스마트 교통(과제 14)", "joongdo.co.kr"),
                ("유전자와 블록체인", "heraldcorp.com"),
                ("세종, 충남, 충북과", "heraldcorp.com"),
                ("대전광역시장, KAIST 총장", "hellodd.com"),
                ("세종특별자치시, 충청남도, 충청북도", "heraldcorp.com"),
                ("위원 19명", "joongdo.co.kr"),
                ("6조 6,000억 원", "joongdo.co.kr"),
            ],
        ),
        ("/en/about/", [("falling since 2015", "joongdo.co.kr"), ("genes and blockchain", "heraldcorp.com")]),
    ],
)
def test_what_the_announcement_says_stands_with_the_source_that_says_it(client, address, told):
    call_command("load_plan", verbosity=0)

    page = client.get(address).content.decode()
    sources = [(words, re.search(r'href="(http[^"]+)"', page[page.index(words) :]).group(1)) for words, _host in told]

    assert [(words, host) for (words, host), (_w, link) in zip(told, sources, strict=True) if host not in link] == []


def test_the_three_promises_to_citizens_say_where_they_stand_today(client):
    call_command("load_plan", verbosity=0)
    make_forum()
    make_forum(state="draft")
    make_forum(starts_at=timezone.now() - timedelta(days=3))
    make_comment()

    promises = {each.measure.key: each.today for each in client.get("/en/about/").context["promises"]}

    assert promises == {
        "citizen-forums": "Forums held: 1. Forums planned: 1.",
        "citizen-rbd": "Task 15. Status: Not published.",
        "participation-platform": "This portal. 1 citizen wrote or voted, 0 answers were due, 0 of them on time.",
    }


def test_a_promise_that_this_portal_cannot_count_says_nothing_of_today(client):
    call_command("load_plan", verbosity=0)
    CitizenMeasure.objects.filter(key="citizen-rbd").update(key="another")

    promises = client.get("/en/about/").context["promises"]

    assert [each.measure.key for each in promises if not each.today] == ["another"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/about/", ["15. 시민체감형 R&amp;BD 기업지원", "과제 16개 중 13개의 예산", "과제 16개 중 16개의 담당 부서"]),
        ("/en/about/", ["the budget of 13 of 16 tasks", "the period of 16 of 16 tasks", "why figures reported later differ"]),
    ],
)
def test_what_no_source_states_is_counted(client, address, expected):
    call_command("load_plan", verbosity=0)

    page = client.get(address).content.decode()

    assert [text for text in expected if text not in page[page.index('id="open-questions"') :]] == []


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
