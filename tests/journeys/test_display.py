"""Large letters and themes: chosen once and kept, without JavaScript for one page; and no page grows wider than the screen."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.plan.models import BudgetLine, Task
from tests.factories import make_forum, make_milestone, make_source, make_update

WIDTHS = [320, 768, 1280, 1920]
LETTERS = "getComputedStyle(document.documentElement).fontSize"
GROUND = "getComputedStyle(document.body).backgroundColor"
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
PAGES = ["/", "/tasks/", "/tasks/smart-city/", "/forums/", "/answers/", "/budget/", "/about/", "/accounts/login/"]
BLACK = "rgb(0, 0, 0)"


def choose(page: Page, *choices: str) -> None:
    """Open the menu and the display part of it by keyboard, and press."""
    page.focus(".site-tool--menu")
    page.keyboard.press("Enter")
    page.focus(".display summary")
    page.keyboard.press("Enter")
    for choice in choices:
        page.check(f"#{choice}")


def fill_every_part(task: Task) -> None:
    """Its page then has all five parts that its bar leads to, and a table of money."""
    make_milestone(task=task)
    make_update(task=task)
    make_forum(tasks=[task])
    values = {"year": 2026, "payer": "city", "stage": "planned", "amount_krw": 2_405_000_000_000, "as_of": timezone.localdate()}
    BudgetLine.objects.create(task=task, source=make_source(), **values)


def test_large_letters_and_high_contrast_stay_and_nothing_scrolls_sideways(site, browser):
    fill_every_part(Task.objects.get(slug="smart-city"))
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(site)

    choose(page, "letters-larger", "theme-contrast")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement.matches('.site-tool--menu')")
    assert page.locator("#site-panel:popover-open").count() == 0
    wide = []
    for path in PAGES:
        page.goto(site + path)
        assert (page.evaluate(LETTERS), page.evaluate(GROUND)) == ("22px", BLACK)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(SIDEWAYS):
                wide.append(f"{path} at {width}")
    assert wide == []
    page.close()


def test_without_javascript_the_choice_holds_on_the_page(site, browser):
    page = browser.new_page(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page.goto(f"{site}/about/")

    choose(page, "letters-large", "theme-contrast")

    assert (page.evaluate(LETTERS), page.evaluate(GROUND)) == ("19px", BLACK)
    page.close()


def test_what_was_swapped_is_announced_and_its_heading_takes_the_focus(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/components/")
    heading = page.locator("#specimen-announce [data-focus]")

    for _twice in range(2):
        page.evaluate("document.getElementById('live').textContent = ''")
        page.click("#specimen-announce a")
        expect(page.locator("#live")).to_have_text("최신순: 의견 300개 가운데 41개")
        expect(heading).to_be_focused()

    page.close()
