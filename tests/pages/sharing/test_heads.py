"""What messengers are told of a page: of a public one what it shows, of any other nothing."""

from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from portal.forums.models import Forum
from portal.moderation import services as moderation
from portal.pages.cards import services as cards
from portal.pages.cards.links import card_address, general_address
from portal.pages.sharing.audience import INDEXED, SHARED
from portal.registrations import services as registrations
from portal.registrations.links import registration_token
from portal.registrations.tickets.signed import ticket_token
from tests.access_policies import POLICIES
from tests.factories import make_administrator, make_answer, make_citizen, make_comment, make_forum, make_task
from tests.pages.sharing.heads import Head
from tests.policy import GET, PUBLIC

pytestmark = pytest.mark.django_db
SITE = "https://madang.example"
REAL = {"SITE_URL": SITE, "DEMO_MODE": False}


def head(address: str, client: Client | None = None, **settings) -> Head:
    with override_settings(**REAL | settings):
        return Head((client or Client()).get(address))


def told(found: Head) -> dict[str, str]:
    """Each property once, for a second one would be taken for another picture or title."""
    repeated = {name for name, values in found.metas.items() if len(values) > 1}
    assert repeated == set()
    return {name: values[0] for name, values in found.metas.items()}


@pytest.mark.parametrize(("prefix", "locale", "other"), [("", "ko_KR", "en_US"), ("/en", "en_US", "ko_KR")])
def test_every_public_page_says_its_title_its_picture_and_its_one_address(prefix, locale, other):
    answer, forum, comment = make_answer(), make_forum(), make_comment()
    cards.paint_all(now=timezone.now())
    pages = [
        *("/", "/tasks/", "/forums/", "/answers/", "/budget/", "/about/", "/algorithms/", "/transparency/"),
        *(f"/tasks/{answer.task.slug}/", f"/forums/{forum.slug}/", f"/answers/{answer.pk}/", f"/comments/{comment.pk}/"),
    ]
    for page in pages:
        address = f"{prefix}{page}"
        found = head(f"{address}?utm_source=kakao" if page == "/" else address)
        metas = told(found)

        assert (metas["og:locale"], metas["og:locale:alternate"], metas["twitter:card"]) == (locale, other, "summary_large_image")
        assert found.links["canonical"] == [SITE + address] == [metas["og:url"]]
        assert metas["og:title"]
        if page == "/":
            assert metas["og:title"] == metas["og:site_name"]
        else:
            assert found.title == f"{metas['og:title']} · {metas['og:site_name']}"
        assert metas["og:description"] == metas["description"]
        assert metas["og:description"]
        assert metas["og:image:alt"]
        assert (metas["og:image:width"], metas["og:image:height"], metas["og:image:type"]) == ("1200", "630", "image/png")
        picture = metas["og:image"].removeprefix(SITE)
        assert Client().get(picture)["Content-Type"] == "image/png", page
        is_own = page.count("/") > 2
        assert (picture.count("/") > prefix.count("/") + 2) == is_own, (page, picture)


@override_settings(**REAL)
def test_nothing_personal_has_a_title_an_address_or_a_card_of_its_own():
    citizen, forum = make_citizen(), make_forum(capacity=9, title_ko="갑천 포럼")
    cards.paint_all(now=timezone.now())
    registration = registrations.register(forum=forum, citizen=citizen)
    client = Client()
    client.force_login(citizen)
    general = told(head("/about/"))["og:image"]
    for browser, page in [
        (client, "/my/"),
        (client, "/forums/mine/"),
        (Client(), f"/forums/tickets/{ticket_token(registration)}/"),
        (Client(), f"/forums/place/{registration_token(registration)}/"),
        (Client(), "/accounts/login/"),
    ]:
        found = Head(response := browser.get(page))
        assert response.status_code == 200, page
        metas = told(found)
        assert (metas["robots"], metas["og:image"], metas["og:title"]) == ("noindex", general, "한밭마당"), page
        assert found.links.get("canonical") is None
        assert "og:url" not in metas
        assert found.data == []


@pytest.mark.parametrize("address", ["/tasks/none/", "/forums/none/", "/answers/1/", "/answers/?page=999", "/none/"])
def test_a_page_that_is_not_there_is_kept_by_nobody(address):
    metas = told(head(address))

    assert (metas["robots"], metas["og:title"]) == ("noindex", "한밭마당")


@pytest.mark.parametrize(("settings", "is_kept"), [({}, True), ({"DEMO_MODE": True}, False)])
def test_nothing_of_a_sample_site_is_kept_by_search_engines(settings, is_kept):
    for page in ("/", "/tasks/", "/forums/", "/about/"):
        assert ("robots" in told(head(page, **settings))) is not is_kept


def test_single_comments_and_orders_of_lists_are_not_kept():
    comment = make_comment()

    for page in (f"/comments/{comment.pk}/", f"/tasks/{comment.task.slug}/updates/", "/forums/calendar/", "/search/?q=a"):
        assert told(head(page))["robots"] == "noindex"


def test_nobody_puts_words_into_the_portals_mouth_by_a_link_to_a_search():
    for address in ("/search/?q=시장은+물러나라", f"/tasks/{make_task().slug}/comments/search/?q=시장은+물러나라"):
        assert told(head(address))["og:title"] == "한밭마당"


def test_words_of_a_hostile_title_end_no_attribute():
    forum = make_forum(title_ko='"><script>alert(7)</script>', summary_ko="' onload=\"alert(7)")

    found = head(f"/forums/{forum.slug}/")

    metas = told(found)
    assert metas["og:title"] == metas["og:image:alt"] == '"><script>alert(7)</script>'
    assert metas["description"] == "' onload=\"alert(7)"


def test_hidden_words_are_in_no_head_even_for_their_author():
    comment = make_comment(body="먹빛두루마리. 가려질 글입니다.")
    answer = make_answer(comment=comment)
    client = Client()
    client.force_login(comment.author)
    pages = [f"/comments/{comment.pk}/", f"/tasks/{comment.task.slug}/"]
    assert all("먹빛두루마리" in "".join(head(page, client).data) for page in pages)

    moderation.hide(comment=comment, moderator=make_administrator(), rule="spam", reason="광고입니다.")

    for page in [*pages, f"/answers/{answer.pk}/"]:
        found = head(page, client)
        assert "먹빛두루마리" not in "".join(
            [*found.data, found.title, *(word for each in found.metas.values() for word in each)]
        )


def test_a_forum_that_was_called_off_is_shared_with_the_general_card():
    forum = make_forum()
    cards.paint_all(now=timezone.now())
    assert "/cards/forums/" in told(head(f"/forums/{forum.slug}/"))["og:image"]

    Forum.objects.filter(pk=forum.pk).update(state=Forum.State.CANCELLED)

    picture = urlsplit(told(head(f"/forums/{forum.slug}/"))["og:image"]).path
    assert picture == urlsplit(told(head("/about/"))["og:image"]).path


def test_a_card_costs_a_page_one_query(django_assert_num_queries):
    task = make_task()

    with django_assert_num_queries(1):
        card_address("task", task.slug)
    with django_assert_num_queries(0):
        general_address()


def test_what_is_told_to_everybody_is_open_to_everybody():
    assert {name for name in INDEXED | SHARED if (POLICIES[name].who, POLICIES[name].how) != (PUBLIC, GET)} == set()
