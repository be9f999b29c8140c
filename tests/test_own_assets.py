"""Nothing comes from elsewhere. That every page of every role holds to it, the sweep says (tests/sweep.py)."""

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.admin_rows import address, make_rows, ours, signed_in
from tests.own_assets import OF_SCRIPTS, OF_STYLES, foreign_in, is_foreign, loaded_by

POLICY = {"Content-Security-Policy": "default-src 'self'; img-src 'self' data:"}


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://ajax.example/jquery-ui.min.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/a.css">',
        '<img srcset="/a.png 1x, https://cdn.example/b.png 2x">',
        '<style>@import "https://fonts.example/a.css"</style>',
        '<p style="background: url(//cdn.example/a.png)">',
        '<form action="https://elsewhere.example/">',
        '<a ping="//a.example/" href="/">',
    ],
)
def test_what_comes_from_elsewhere_is_seen(page):
    assert foreign_in(HttpResponse(page, headers=POLICY), page)


def test_what_people_follow_is_no_asset_and_every_page_has_a_policy():
    page = '<a href="https://elsewhere.example/">a</a><link rel="canonical" href="https://elsewhere.example/"><img src="/a.png">'

    assert foreign_in(HttpResponse(page, headers=POLICY), page) == []
    assert foreign_in(HttpResponse(page, headers={"Content-Security-Policy": "script-src 'self' https://cdn.example"}), page)
    assert foreign_in(HttpResponse(page), page)


def test_no_file_that_a_page_loads_asks_for_one_elsewhere(db):
    make_rows()
    client = signed_in("administrator")
    pages = [Client().get("/"), client.get("/admin/"), client.get("/components/"), client.get(reverse("forum_desk:desk"))]
    pages += [client.get(address(model, page)) for model in ours() for page in ("changelist", "add")]
    links = {link for page in pages for link in loaded_by(page.content.decode()) if link.startswith("/static/")}
    foreign = {}
    for link in links:
        found = finders.find(link.removeprefix("/static/"))
        with open(found, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 (the finder gives a plain path)
            text = file.read()
        if link.endswith(".css"):
            foreign[link] = [each for each in OF_STYLES.findall(text) if is_foreign(each)]
        elif link.endswith(".js"):
            foreign[link] = OF_SCRIPTS.findall(text)

    assert len(foreign) > 60
    assert {link: elsewhere for link, elsewhere in foreign.items() if elsewhere} == {}
