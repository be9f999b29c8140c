"""Every page, in both languages and at both widths, before axe (WCAG 2.2 AA); and none scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from tests.journeys.world import every_page, session_cookie

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(site, browser, language, width):
    call_command("seed_demo", verbosity=0)
    axe, findings = Axe(), {}
    contexts = {}
    for shown in every_page():
        if shown.visitor not in contexts:
            contexts[shown.visitor] = browser.new_context(viewport={"width": width, "height": 900}, timezone_id="Asia/Seoul")
            if shown.visitor:
                contexts[shown.visitor].add_cookies([session_cookie(shown.visitor, site)])
        page = contexts[shown.visitor].new_page()
        response = page.goto(site + ("/en" if language == "en" else "") + shown.path)
        found = [
            f"{violation['id']}: {violation['nodes'][0]['html'][:160]}"
            for violation in axe.run(page, options=RULES).response["violations"]
        ]
        if response.status != shown.status:
            found.append(f"answered {response.status}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("scrolls sideways")
        if found:
            findings[shown.name] = found
        page.close()
    for context in contexts.values():
        context.close()

    assert findings == {}
