"""`make screenshots`: a picture of every page at 360 and 1280 px in both languages, into the ignored folder screenshots/."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.journeys.world import every_page, pages_of_errors, session_cookie

FOLDER = Path(__file__).resolve().parent.parent.parent / "screenshots"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_take_the_pictures(site, browser, language, width):
    call_command("seed_demo", verbosity=0)
    FOLDER.mkdir(exist_ok=True)
    for page_of_world in every_page():
        context = browser.new_context(viewport={"width": width, "height": 900}, timezone_id="Asia/Seoul")
        if page_of_world.visitor:
            context.add_cookies([session_cookie(page_of_world.visitor, site)])
        page = context.new_page()
        page.goto(site + ("/en" if language == "en" else "") + page_of_world.path)
        page.screenshot(path=FOLDER / f"{page_of_world.name}-{width}-{language}.png", full_page=True)
        context.close()
    page = browser.new_page(viewport={"width": width, "height": 900})
    for name in pages_of_errors(page, site, language):
        page.screenshot(path=FOLDER / f"{name}-{width}-{language}.png", full_page=True)
    page.close()
