"""The portal can be put on the home screen of a phone."""

from pathlib import Path
from struct import unpack

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("prefix", "language"), [("", "ko"), ("/en", "en")])
def test_the_manifest_speaks_the_language_of_the_page_that_names_it(prefix, language):
    page = Client().get(f"{prefix}/").content.decode()
    answer = Client().get(f"{prefix}/site.webmanifest")

    manifest = answer.json()
    assert f'<link rel="manifest" href="{prefix}/site.webmanifest">' in page
    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["lang"], manifest["start_url"], manifest["id"]) == (language, f"{prefix}/", "/")
    assert manifest["name"] in page


def test_the_icons_are_there_in_the_sizes_that_phones_ask_for():
    icons = [icon for icon in Client().get("/site.webmanifest").json()["icons"] if icon["type"] == "image/png"]

    for icon in icons:
        with Path(finders.find(icon["src"].removeprefix("/static/"))).open("rb") as file:
            width, height = unpack(">II", file.read(24)[16:])
        assert icon["sizes"] == f"{width}x{height}"
    assert {icon["sizes"] for icon in icons} == {"192x192", "512x512"}
