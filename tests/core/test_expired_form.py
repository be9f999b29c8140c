"""A form whose page was open too long: it is refused, and what somebody wrote is there to be copied."""

from html import unescape
from html.parser import HTMLParser

import pytest
from django.forms import Form, Textarea
from django.test import Client

from portal.core.web.error_pages import LONGEST_SHOWN_AGAIN, WRITTEN_FIELDS
from tests.factories import make_citizen, make_comment, make_task

pytestmark = pytest.mark.django_db


class TextAreas(HTMLParser):
    """What stands in the text areas of a page, as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found, self.is_inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        if tag == "textarea":
            self.is_inside = True
            self.found.append("")
            assert "readonly" in dict(attrs)

    def handle_endtag(self, tag) -> None:
        self.is_inside = False if tag == "textarea" else self.is_inside

    def handle_data(self, data) -> None:
        if self.is_inside:
            self.found[-1] += data


def refused(data: dict, path: str = "", **headers) -> tuple[str, list[str]]:
    """The page for a form without its token, and the texts on it; a browser drops the first line break in a text area."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_citizen())
    response = client.post(path or f"/tasks/{make_task().slug}/comments/post/", data, headers=headers)
    page = response.content.decode()
    assert response.status_code == 403
    return page, [unescape(text).removeprefix("\n") for text in TextAreas(page).found]


def test_what_was_written_is_shown_as_it_was():
    words = '첫째 줄\n둘째 줄 <script>alert(1)</script></textarea> & "끝"'

    page, texts = refused({"body": words})

    assert texts == [words]
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("name", WRITTEN_FIELDS)
def test_every_field_for_longer_texts_is_kept(name):
    assert refused({name: "길게 쓴 글", "form_key": "1", "stance": "for"})[1] == ["길게 쓴 글"]


def test_no_form_has_a_longer_text_that_is_not_kept():
    forms = [form for form in subclasses(Form) if form.__module__.startswith("portal.")]

    asked_for = {name for form in forms for name, field in form.base_fields.items() if isinstance(field.widget, Textarea)}

    assert asked_for - set(WRITTEN_FIELDS) == set()


def subclasses(kind: type) -> list[type]:
    """All of them, of any depth."""
    return [each for direct in kind.__subclasses__() for each in (direct, *subclasses(direct))]


def test_an_endless_text_is_cut():
    assert [len(text) for text in refused({"body": "가" * 100_000})[1]] == [LONGEST_SHOWN_AGAIN]


def test_without_a_text_there_is_only_advice():
    page, texts = refused({"value": "agree"}, path=f"/comments/{make_comment().pk}/vote/")

    assert texts == []
    assert "새로 고친 뒤 다시 보내 주세요" in page


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", "https://testserver"])
def test_another_site_cannot_put_words_on_our_page(origin):
    page, texts = refused({"body": "남이 심은 글"}, origin=origin)

    assert texts == []
    assert "남이 심은 글" not in page


def test_the_browsers_own_page_is_believed():
    assert refused({"body": "내가 쓴 글"}, origin="http://testserver")[1] == ["내가 쓴 글"]
