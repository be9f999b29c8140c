"""Tables and pictures on paper and in forced colours: sums under the last row, icons printed, no picture dark on dark."""

from datetime import date

from portal.plan.models import Task
from tests.factories import make_milestone, make_officer

FOOT = "[...document.querySelectorAll('.table tfoot')].map(foot => getComputedStyle(foot).display)"
# 210 mm less twice 18 mm at 96 dpi.
A4_LESS_MARGINS = 657
CUT_OFF = """[...document.querySelectorAll('main table, main dl, main svg, main p')]
  .filter(part => part.checkVisibility() && part.getBoundingClientRect().right > innerWidth + 1)
  .map(part => part.outerHTML.slice(0, 100))"""
ICON = "getComputedStyle(document.querySelector('.tbc'), '::before').printColorAdjust"
GROUND = """() => {
  const canvas = document.createElement('div');
  canvas.style.background = 'Canvas';
  document.body.append(canvas);
  const ground = getComputedStyle(document.querySelector('.schedule__picture')).backgroundColor;
  return [ground, getComputedStyle(canvas).backgroundColor];
}"""


def test_sums_are_printed_once_and_icons_too(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/budget/")

    on_screen = page.evaluate(FOOT)
    page.emulate_media(media="print")

    assert on_screen == ["table-footer-group"]
    assert page.evaluate(FOOT) == ["table-row-group"]
    assert page.evaluate(ICON) == "exact"
    assert page.pdf(format="A4").startswith(b"%PDF")

    page.set_viewport_size({"width": A4_LESS_MARGINS, "height": 900})
    for path in ("/budget/", "/", "/tasks/", "/answers/", "/transparency/", "/about/", "/tasks/smart-city/"):
        page.goto(site + path)
        assert (path, page.evaluate(CUT_OFF)) == (path, [])
    page.close()


def test_the_timeline_takes_the_readers_own_ground_in_forced_colours(site, browser):
    make_milestone(task=Task.objects.get(slug="smart-city"), officer=make_officer(), planned_on=date(2027, 3, 31))
    page = browser.new_page(color_scheme="dark", forced_colors="active")
    page.goto(f"{site}/tasks/smart-city/")

    ground, canvas = page.evaluate(GROUND)

    assert ground == canvas
    page.close()
