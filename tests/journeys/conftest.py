"""A real browser before the portal."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserType, Page, Playwright, expect, sync_playwright

from portal.launch.browser import installed
from tests.factories import make_citizen, make_moderator, make_officer, make_staff

JOURNEYS = Path(__file__).parent
MAKERS = {"moderator": make_moderator, "officer": make_officer}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


# A busy machine takes its time; who waits in vain learns of it late.
SECONDS_TO_APPEAR = 30
expect.set_options(timeout=SECONDS_TO_APPEAR * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys are long, also where they do not say how long."""
    for item in items:
        if JOURNEYS in item.path.parents and not item.get_closest_marker("long"):
            item.add_marker(pytest.mark.long(seconds=20))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """The Chromium of this machine. With none to be had the journeys fail with this one line."""
    path = installed()
    if path is None:
        pytest.fail("No Chromium is to be had, so no journey can be made. Try: sudo apt install chromium", pytrace=False)
    return {"executable_path": path, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """What drives the browser. It ends with the last journey: no test of another kind may meet its event loop in this thread."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser_type(playwright: Playwright) -> BrowserType:
    """Chromium."""
    return playwright.chromium


@pytest.fixture(scope="package")
def browser(browser_type: BrowserType, browser_type_launch_args: dict) -> Iterator[Browser]:
    """One for all journeys; each person has a context of their own."""
    opened = browser_type.launch(**browser_type_launch_args)
    yield opened
    opened.close()


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, page: Page, address: str, site: str, mailbox) -> None:
        self.page, self.address, self.site, self.mailbox = page, address, site, mailbox

    def go(self, path: str) -> None:
        """Open an address of the portal."""
        self.page.goto(self.site + path)

    def mails(self, words: str = "") -> list:
        """What came by mail, read from the mail server; only mails with these words if any are given."""
        mine = [message for message in self.mailbox.deliver() if message["X-Envelope-To"] == self.address]
        return [message for message in mine if words in message["Subject"] + _text(message)]

    def newest_code(self) -> str:
        """The six digits in the newest mail."""
        return re.search(r"(?m)^\s*(\d{6})\s*$|\b(\d{3} ?\d{3})\b", _text(self.mails()[-1])).group().strip().replace(" ", "")

    def sign_in(self, next_path: str = "/") -> None:
        """Type the address, read the code in the mail, type it."""
        self.go(f"/accounts/login/?next={next_path}")
        self.ask_for_code()
        code = self.page.locator("main input[name=code]")
        expect(code).to_be_visible()
        self.send_code(self.newest_code())
        expect(code).to_have_count(0)

    def ask_for_code(self) -> None:
        """Type the address on the sign-in page and send it."""
        self.page.locator("main input[name=email]").fill(self.address)
        self.page.locator("main form:has(input[name=email]) button").first.click()

    def send_code(self, code: str) -> None:
        """Type a code and send it."""
        self.page.locator("main input[name=code]").fill(code)
        self.page.locator("main form:has(input[name=code]) button").first.click()

    def sees(self, words: str) -> None:
        """The words are on the page, to be seen."""
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible()

    def does_not_see(self, words: str) -> None:
        """The words are nowhere in the page."""
        expect(self.page.locator("body")).not_to_contain_text(words)


def _text(message) -> str:
    return message.get_body(("plain",)).get_content()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def has_javascript(request) -> bool:
    """Every journey is made twice."""
    return request.param


@pytest.fixture
def site(live_server, settings, transactional_db) -> str:
    """The portal with the plan loaded; the address of its front page."""
    call_command("load_plan", verbosity=0)
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def somebody(browser: Browser, site, mailbox, has_javascript) -> Iterator:
    """Makes people with browsers: `somebody("minji@example.org")`; `role` and `nickname` open the account for them first."""
    contexts = []

    def arrive(
        address: str,
        *,
        nickname: str = "",
        role: str = "",
        verified: bool = True,
        language: str = "ko",
        width: int = 1280,
        **fields,
    ):
        if nickname and role:
            make = partial(make_staff, role) if role not in MAKERS else MAKERS[role]
            make(email=address, nickname=nickname, language=language, **fields)
        elif nickname:
            make_citizen(email=address, nickname=nickname, verified=verified, language=language)
        context = browser.new_context(
            java_script_enabled=has_javascript, locale="ko-KR", viewport={"width": width, "height": 900}, timezone_id="Asia/Seoul"
        )
        context.set_default_timeout(SECONDS_TO_APPEAR * 1000)
        contexts.append(context)
        return Person(context.new_page(), address, site, mailbox)

    yield arrive
    for context in contexts:
        context.close()
