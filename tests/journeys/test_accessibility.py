"""Every page, in Korean on a phone and in English on a desk, before axe (WCAG 2.2 AA); neither pages nor tables scroll sideways.

What citizens press is 44 px wide and high, at the desks 24; and every page is seen in the order in which it is read.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page

from tests.journeys.geometry import out_of_order, small_targets, unstacked
from tests.journeys.world import every_page, pages_of_errors, session_cookie

pytestmark = pytest.mark.long(seconds=60)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
FOR_CITIZENS = 44
AT_A_DESK = {"officer", "moderator", "organiser", "helper", "admin"}


def findings_on(page: Page, *, least: int = FOR_CITIZENS) -> list[str]:
    """What axe finds, with the first place of each; too small targets, parts out of order, and what scrolls sideways."""
    violations = Axe().run(page, options=RULES).response["violations"]
    found = [f"{violation['id']}: {violation['nodes'][0]['html'][:160]}" for violation in violations]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("scrolls sideways")
    tables = unstacked(page) if least == FOR_CITIZENS else []
    return found + tables + small_targets(page, least=least) + out_of_order(page)


# Each language and each width once: the other pairings show the same words and the same layouts.
@pytest.mark.parametrize(("width", "language"), [(360, "ko"), (1280, "en")])
def test_axe_finds_nothing_on_any_page(site, browser, language, width):
    call_command("seed_demo", verbosity=0)
    findings, contexts = {}, {}
    for shown in every_page():
        if shown.visitor not in contexts:
            contexts[shown.visitor] = browser.new_context(viewport={"width": width, "height": 900}, timezone_id="Asia/Seoul")
            if shown.visitor:
                contexts[shown.visitor].add_cookies([session_cookie(shown.visitor, site)])
        page = contexts[shown.visitor].new_page()
        response = page.goto(site + ("/en" if language == "en" else "") + shown.path)
        least = 24 if shown.visitor in AT_A_DESK else FOR_CITIZENS
        findings[shown.name] = findings_on(page, least=least) + (
            [] if response.status == shown.status else [f"answered {response.status}"]
        )
        page.close()
    page = contexts[""].new_page()
    findings |= {name: findings_on(page) for name in pages_of_errors(page, site, language)}
    for context in contexts.values():
        context.close()

    assert {name: found for name, found in findings.items() if found} == {}
