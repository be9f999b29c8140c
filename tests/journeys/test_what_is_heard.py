"""What a screen reader is given in the five main flows: Chromium's tree of names, roles and states is that of heard.txt.

Whoever changes words or parts on purpose runs it with -vv, reads the difference aloud and writes it into the file.
"""

import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.moderation import services as moderation
from portal.plan.models import Task
from tests.factories import make_citizen, make_comment, make_forum, make_moderator

EXPECTED = Path(__file__).with_name("heard.txt")
WORDS = "갑천 자전거길의 가로등이 어둡습니다."
# Addresses are not read out; moments differ from run to run.
ADDRESS = re.compile(r":?\n *- /url: .*")
AGO = re.compile(r"(?<=- )time: .*")
MOMENT = re.compile(r"\d{4}년 \d+월 \d+일\(.\) \d\d:\d\d")
OWN_WORDS = "둔산대로 횡단보도 신호가 너무 짧습니다."


@pytest.fixture
def citizen():
    return make_citizen(nickname="갑천민지")


@pytest.fixture
def page(site, browser, citizen):
    client = Client()
    client.force_login(citizen)
    context = browser.new_context(locale="ko-KR", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    yield context.new_page()
    context.close()


def test_five_flows_are_heard_as_written_down(site, page, citizen):
    task = Task.objects.get(slug="smart-city")
    comment = make_comment(task=task, body=WORDS, author=make_citizen(nickname="오정동이웃"))
    forum = make_forum(title_ko="갑천의 밤", slug="river-lights")
    hidden = discussion.post(task=task, author=citizen, body="그 말이 맞구먼유.")
    moderation.hide(comment=hidden, moderator=make_moderator(), rule="abuse", reason="낮추어 부르는 말입니다.")

    page.goto(site + task.get_absolute_url())
    heard = [*read(page, comment), *write(page), *vote(page, comment)]
    page.goto(site + forum.get_absolute_url())
    heard += register(page)
    page.goto(f"{site}/comments/{hidden.pk}/decision/")
    heard += appeal(page)

    text = "\n\n".join(f"# {name}\n{tree}" for name, tree in heard) + "\n"
    text = AGO.sub("time: <ago>", MOMENT.sub("<moment>", ADDRESS.sub("", text)))
    assert text == EXPECTED.read_text()


def read(page: Page, comment: Comment) -> list[tuple[str, str]]:
    """The bar of the page and a comment."""
    return [
        ("read: the bar of a task", page.locator(".jump").aria_snapshot()),
        ("read: a comment", page.locator(f"#comment-{comment.pk}").aria_snapshot()),
    ]


def write(page: Page) -> list[tuple[str, str]]:
    """The box, the same sent empty, and what is told once the words stand on the page."""
    form, button = page.locator("#comment-form form"), page.locator("#comment-form form button.button--primary")
    empty = form.aria_snapshot()
    button.click()
    expect(page.locator("#comment-body[aria-invalid=true]")).to_be_visible()
    refused = page.locator("#comment-form").aria_snapshot()
    page.locator("#comment-body").fill(OWN_WORDS)
    button.click()
    posted = page.locator("article.comment", has_text=OWN_WORDS)
    expect(posted).to_be_focused()
    return [
        ("write: the box", empty),
        ("write: sent empty", refused),
        ("write: what stands there and has the focus", posted.aria_snapshot()),
    ]


def vote(page: Page, comment: Comment) -> list[tuple[str, str]]:
    """Two buttons; the one that was pressed says so, and the count is announced."""
    buttons, announced = page.locator(f"#comment-{comment.pk} .vote"), page.locator("#live")
    buttons.get_by_role("button", name="공감").first.click()
    expect(buttons.locator("[aria-pressed=true]")).to_be_focused()
    expect(announced).not_to_be_empty()
    return [("vote: agreed", buttons.aria_snapshot()), ("vote: announced politely", str(announced.text_content()))]


def register(page: Page) -> list[tuple[str, str]]:
    """Before and after."""
    part = page.locator("#registration")
    before = part.aria_snapshot()
    page.locator("#registration button.button--primary").click()
    expect(page.get_by_text("자리가 확정되었습니다").locator("visible=true").first).to_be_visible()
    return [("register: a forum with seats", before), ("register: confirmed", page.locator("#registration").aria_snapshot())]


def appeal(page: Page) -> list[tuple[str, str]]:
    """From the decision: the form, the same sent empty."""
    page.locator("a[href*='/appeal/']").click()
    page.locator("main form button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    refused = page.locator("main form").aria_snapshot()
    page.locator("textarea[name=text]").fill("충청도 사투리입니다.")
    page.locator("main form button").click()
    page.wait_for_url("**/my/appeals/")
    return [("appeal: sent empty", refused), ("appeal: received", page.locator("main").aria_snapshot())]
