"""The sitemap holds the pages that somebody finds who is not signed in, no more and no fewer; robots.txt lets them be read."""

from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from portal.forums.models import Forum
from portal.pages.sharing import sitemap
from portal.plan.models import Task
from portal.progress import services as progress
from tests.factories import (
    make_answer,
    make_answer_request,
    make_comment,
    make_forum,
    make_officer,
    make_task,
    make_update,
    put,
)
from tests.pages.sharing.heads import Head

pytestmark = pytest.mark.django_db
SITE = "https://madang.example"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
TESTED = {"SITE_URL": SITE, "DEMO_MODE": False}


class Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes) -> None:
        href = dict(attributes).get("href") or ""
        if tag == "a" and href.startswith("/") and not href.startswith("//"):
            self.found.add(urldefrag(href)[0])


@pytest.fixture
def city() -> None:
    """Something of everything that is public, beside something of everything that is not."""
    tasks = [make_task(), make_task()]
    answer = make_answer(comment=make_comment(task=tasks[0]))
    make_answer_request(comment=make_comment(task=tasks[1]))
    make_forum(tasks=tasks[:1])
    make_forum(state=Forum.State.CANCELLED, cancellation_reason_ko="태풍", starts_at=timezone.now() + timedelta(days=3))
    make_forum(state=Forum.State.DRAFT)
    make_update(task=tasks[0])
    make_update(task=tasks[0], is_published=False)
    withdrawn = make_update(task=tasks[1])
    progress.updates.withdraw(update=withdrawn, officer=make_officer(), reason_ko="틀린 수치")
    hidden = make_answer(comment=make_comment(task=tasks[1]))
    put(hidden.comment, "hidden", rule="spam")
    make_comment(parent=answer.comment)


def robots() -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(Client().get("/robots.txt").content.decode().splitlines())
    return parser


def crawl() -> set[str]:
    """What a search engine that begins at both home pages is allowed to keep."""
    allowed, client = robots(), Client()
    waiting, seen, kept = ["/", "/en/"], {"/", "/en/"}, set()
    while waiting:
        path = waiting.pop()
        response = client.get(path, follow=False)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        found = Head(response)
        if "robots" not in found.metas and found.links.get("canonical") == [SITE + path]:
            kept.add(SITE + path)
        for link in Links(response.content.decode()).found - seen:
            seen.add(link)
            # The calendar has a page for every month there is.
            if allowed.can_fetch("*", SITE + link) and not urlsplit(link).path.endswith("/forums/calendar/"):
                waiting.append(link)
    return kept


def parsed(path: str) -> ElementTree.Element:
    return ElementTree.fromstring(Client().get(path).content)  # noqa: S314 (written by the portal itself)


def listed() -> dict[str, ElementTree.Element]:
    """The entries of all files, by address, read by Python's own parser."""
    index = parsed("/sitemap.xml")
    found: dict[str, ElementTree.Element] = {}
    for location in index.findall("s:sitemap/s:loc", NAMES):
        file = parsed(location.text.removeprefix(SITE))
        for entry in file.findall("s:url", NAMES):
            address = entry.find("s:loc", NAMES).text
            assert address not in found
            found[address] = entry
    return found


@override_settings(**TESTED)
def test_the_sitemap_is_what_a_search_engine_finds_by_itself(city):
    entries, found = set(listed()), crawl()

    assert entries == found
    # Two home pages, and of each kind of page one that has rows.
    assert len(found) > 2 * len(sitemap.WITHOUT_ROWS)


@override_settings(**TESTED)
def test_each_page_names_itself_in_both_languages(city):
    entries = listed()

    for address, entry in entries.items():
        others = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)}
        assert set(others) == {"ko", "en"}
        assert address in others.values()
        assert set(others.values()) <= set(entries)
        assert others["en"].replace(f"{SITE}/en/", f"{SITE}/") == others["ko"]


def test_the_last_change_of_a_page_is_that_of_its_words():
    task, update = make_task(), make_update()
    answer, long_ago = make_answer(comment=make_comment(task=update.task)), timezone.now() - timedelta(days=90)
    Task.objects.filter(pk=task.pk).update(updated_at=long_ago)

    def changed(path: str) -> str | None:
        with override_settings(**TESTED):
            found = listed()[SITE + path].find("s:lastmod", NAMES)
        return None if found is None else found.text

    def stated(at) -> str:
        return timezone.localtime(at).isoformat(timespec="seconds")

    page = f"/tasks/{task.slug}/"
    assert changed(page) == stated(long_ago)
    assert changed(f"/tasks/{update.task.slug}/updates/{update.pk}/") == stated(update.published_at)
    assert changed(f"/answers/{answer.pk}/") == stated(answer.answered_at)

    comment = make_comment(task=task)

    assert changed(page) == stated(comment.created_at)
    # Of home nobody can say it, so nothing is said.
    assert changed("/") is None


@override_settings(**TESTED)
def test_a_large_sitemap_has_several_files(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sitemap, "PAGES_A_FILE", 2)
    tasks = [make_task() for _ in range(3)]

    names = [f"/sitemap-tasks-{number}.xml" for number in (1, 2)]
    files = [Client().get(name).content.decode() for name in names]

    assert [[task.slug for task in tasks if f"/tasks/{task.slug}/<" in file] for file in files] == [
        [task.slug for task in tasks[:2]],
        [tasks[2].slug],
    ]
    assert Client().get("/sitemap-tasks-3.xml").status_code == 404
    assert Client().get("/sitemap-nothing-1.xml").status_code == 404


@override_settings(**TESTED)
def test_programs_may_read_what_is_public_and_no_desk_nor_signed_link():
    allowed = robots()

    for prefix in ("", "/en"):
        for path in ("/", "/tasks/", "/tasks/smart-city/", "/forums/a-forum/", "/answers/7/", "/cards/tasks/smart-city/0.png"):
            assert allowed.can_fetch("kakaotalk-scrap", f"{SITE}{prefix}{path}"), path
        for path in ("/admin/", "/my/", "/moderation/", "/answers/desk/7/", "/forums/manage/", "/forums/tickets/abc/"):
            assert not allowed.can_fetch("*", f"{SITE}{prefix}{path}"), path
        for path in (
            "/forums/place/abc/",
            "/forums/helping/abc/",
            "/follows/abc/",
            "/takedowns/abc/",
            "/accounts/login/",
            "/dev/mail/",
        ):
            assert not allowed.can_fetch("*", f"{SITE}{prefix}{path}"), path
    assert allowed.site_maps() == [f"{SITE}/sitemap.xml"]


@override_settings(SITE_URL=SITE, DEMO_MODE=True)
def test_a_sample_site_names_no_sitemap_and_may_be_read_so_that_its_pages_can_say_no():
    allowed = robots()

    assert (allowed.site_maps(), allowed.can_fetch("*", f"{SITE}/tasks/")) == (None, True)
    assert crawl() == set()


def test_the_icon_of_the_tab_is_where_browsers_look_for_it():
    answer = Client().get("/favicon.ico")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/x-icon")
    with Image.open(finders.find("img/favicon.ico")) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


@pytest.mark.parametrize(("name", "size"), [("apple-touch-icon.png", 180), ("icon-maskable-512.png", 512)])
def test_icons_that_phones_cut_themselves_fill_their_square_and_keep_the_sign_inside(name, size):
    with Image.open(finders.find(f"img/{name}")) as file:
        icon = file.convert("RGB")
    corner = icon.getpixel((0, 0))
    # What is not the ground lies within the circle of four fifths that every phone leaves (W3C, maskable icons).
    radius = [
        ((x - size / 2) ** 2 + (y - size / 2) ** 2) ** 0.5
        for x in range(0, size, 3)
        for y in range(0, size, 3)
        if icon.getpixel((x, y)) != corner
    ]

    assert icon.size == (size, size)
    assert 0 < max(radius) <= 0.4 * size + 1
