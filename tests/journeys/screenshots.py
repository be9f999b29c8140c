"""`make screenshots`: every page as people see it, into the ignored folder screenshots/.

In both languages, at four widths in light colours, and on a phone and a desk in the dark and the high-contrast theme.
"""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.journeys.world import every_page, pages_of_errors, session_cookie

FOLDER = Path(__file__).resolve().parent.parent.parent / "screenshots"
IN_LIGHT = [(width, "light") for width in (360, 768, 1280, 1920)]
OTHERWISE = [(width, theme) for theme in ("dark", "contrast") for width in (360, 1280)]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(("width", "theme"), IN_LIGHT + OTHERWISE)
def test_take_the_pictures(site, browser, language, width, theme):
    call_command("seed_demo", verbosity=0)
    FOLDER.mkdir(exist_ok=True)
    ending = f"{width}-{theme}-{language}.png"
    contexts = {}
    for shown in every_page():
        if shown.visitor not in contexts:
            contexts[shown.visitor] = browser.new_context(viewport={"width": width, "height": 900}, timezone_id="Asia/Seoul")
            contexts[shown.visitor].add_init_script(f"localStorage.setItem('portal-theme', '{theme}')")
            if shown.visitor:
                contexts[shown.visitor].add_cookies([session_cookie(shown.visitor, site)])
        page = contexts[shown.visitor].new_page()
        page.goto(site + ("/en" if language == "en" else "") + shown.path)
        page.screenshot(path=FOLDER / f"{shown.name}-{ending}", full_page=True)
        page.close()
    page = contexts[""].new_page()
    for name in pages_of_errors(page, site, language):
        page.screenshot(path=FOLDER / f"{name}-{ending}", full_page=True)
    for context in contexts.values():
        context.close()
