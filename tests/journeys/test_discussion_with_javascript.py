"""What only a browser with JavaScript does in a discussion: it never loses a word and never takes the page away."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from portal.discussion import services
from portal.discussion.models import Comment, CommentRevision
from portal.plan.models import Task
from tests.factories import make_citizen, make_comment
from tests.journeys.test_accessibility import findings_on

TYPED = "막차를 놓치면 한 시간을 걸어갑니다"


@pytest.fixture
def task(site) -> Task:
    return Task.objects.get(slug="smart-transport")


@pytest.fixture
def open_page(browser: Browser, site, task):
    """Opens the task's page for somebody, with a clock that can be turned."""
    contexts = []

    def opened(person) -> Page:
        client = Client()
        client.force_login(person)
        context = browser.new_context(locale="ko-KR", viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        page.clock.install()
        page.goto(site + task.get_absolute_url())
        return page

    yield opened
    for context in contexts:
        context.close()


def body(page: Page):
    return page.locator("#comment-body")


def places(elements) -> list[dict[str, int]]:
    """Where elements stand and how large they are, in whole pixels."""
    return [{name: round(value) for name, value in element.bounding_box().items()} for element in elements.all()]


def test_new_comments_are_offered_and_the_page_stays_as_it_is(open_page, task):
    first = make_comment(task=task, body="먼저 있던 의견")
    page = open_page(make_citizen())
    there = places(page.locator(f"#comment-{first.pk}"))
    make_comment(task=task, body="그사이 올라온 의견")

    page.clock.fast_forward(61_000)

    expect(page.get_by_text("새 의견 1건 보기")).to_be_visible()
    assert places(page.locator(f"#comment-{first.pk}")) == there
    expect(page.get_by_text("그사이 올라온 의견")).to_have_count(0)
    page.get_by_text("새 의견 1건 보기").click()
    expect(page.get_by_text("그사이 올라온 의견")).to_be_visible()


def test_words_on_the_device_are_offered_again_and_forgotten_once_sent(open_page, site, task):
    page = open_page(make_citizen())
    body(page).fill(TYPED)
    page.clock.fast_forward(1_000)
    page.goto(site)

    page.goto(site + task.get_absolute_url())
    expect(body(page)).to_have_value("")
    page.get_by_role("button", name="이어서 쓰기").click()
    expect(body(page)).to_have_value(TYPED)
    page.get_by_role("button", name="의견 올리기").click()
    expect(page.locator(".comment__text", has_text=TYPED)).to_be_visible()
    page.reload()

    expect(page.locator("[data-draft-offer]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('portal-draft:'))") == []


@pytest.mark.parametrize("how", ["discarded", "eight days old", "signed out", "somebody else"])
def test_words_on_the_device_do_not_stay_forever(open_page, site, task, how):
    page = open_page(make_citizen())
    body(page).fill(TYPED)
    page.clock.fast_forward(1_000)

    match how:
        case "discarded":
            page.reload()
            page.get_by_role("button", name="버리기").click()
        case "eight days old":
            page.clock.fast_forward(8 * 24 * 3_600_000)
        case "signed out":
            page.goto(f"{site}/accounts/settings/")
            page.locator("main form[action$='/accounts/logout/'] button").click()
            page.wait_for_url(f"{site}/**")
        case "somebody else":
            client = Client()
            client.force_login(make_citizen())
            page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    page.goto(site + task.get_absolute_url())

    expect(page.locator("[data-draft-offer]:visible")).to_have_count(0)
    kept = page.evaluate("Object.values(localStorage).filter((text) => text.includes('막차')).length")
    assert kept == (1 if how == "somebody else" else 0)


def test_personal_data_is_pointed_out_in_place_and_masked_with_one_click(open_page):
    page = open_page(make_citizen())
    body(page).fill("제 번호는 010-2345-6789입니다")

    page.get_by_role("button", name="의견 올리기").click()
    expect(page.locator(".personal-data")).to_be_focused()
    expect(body(page)).to_have_value("제 번호는 010-2345-6789입니다")
    page.get_by_role("button", name="모두 가리기").click()

    expect(page.locator(".comment__text", has_text="●●●-●●●●-●●●●")).to_be_visible()
    assert [comment.state for comment in Comment.objects.all()] == ["published"]


def test_filters_change_the_list_and_the_address_and_keep_what_is_being_typed(open_page, task):
    make_comment(task=task, body="찬성하는 의견", stance="for")
    make_comment(task=task, body="반대하는 의견", stance="against")
    page = open_page(make_citizen())
    body(page).fill(TYPED)

    page.get_by_text("공감순 · 모든 입장").click()
    page.locator("#filter-stance").select_option("against")
    page.get_by_role("button", name="적용").click()

    expect(page.get_by_text("찬성하는 의견")).to_have_count(0)
    expect(page.get_by_text("반대하는 의견")).to_be_visible()
    expect(page.locator("#comments-title")).to_be_focused()
    expect(page.locator("#live")).to_have_text("의견 2건 가운데 1건, 공감순")
    expect(body(page)).to_have_value(TYPED)
    assert page.url.endswith("?stance=against")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_where_the_earlier_words_stand(browser, site, task, width):
    comment = make_comment(task=task, body="막차가 너무 이릅니다")
    long_ago = comment.created_at - timedelta(hours=1)
    Comment.objects.filter(pk=comment.pk).update(created_at=long_ago)
    services.edit(comment=comment, author=comment.author, body="막차가 밤 열한 시라 너무 이릅니다")
    CommentRevision.objects.create(comment=comment, body="지운 글", replaced_at=long_ago, is_withheld=True)
    page = browser.new_page(viewport={"width": width, "height": 900})

    page.goto(f"{site}/comments/{comment.pk}/history/")

    expect(page.locator(".diff ins")).to_contain_text("밤 열한 시라")
    assert findings_on(page) == []
    page.close()


def test_buttons_stay_where_they_are_when_a_vote_is_counted(open_page, task):
    comment = make_comment(task=task)
    Comment.objects.filter(pk=comment.pk).update(agree_count=9)
    page = open_page(make_citizen())
    buttons = page.locator(".vote__button")
    buttons.first.scroll_into_view_if_needed()
    before = places(buttons)

    buttons.first.click()

    expect(buttons.first).to_have_attribute("aria-pressed", "true")
    expect(buttons.first).to_be_focused()
    expect(buttons.first).to_contain_text("10")
    assert places(buttons) == before
