"""Citizens' text: what is refused, what is kept, how it is shown."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text.cleaning import CitizenTextField, UnusableText, clean_line, clean_text, to_html


@pytest.mark.parametrize(
    "raw",
    ["", "   ", "\u200b\u200d\ufeff", "\u3164\u3164", "글\x00자", "글\ud800자", "글\x1b[2J", "글\uffff"],
    ids=["empty", "blank", "zero width", "Hangul filler", "NUL", "lone surrogate", "escape", "no character"],
)
def test_unusable_text_is_refused(raw):
    with pytest.raises(UnusableText):
        clean_text(raw, max_length=100)


def test_a_text_may_be_as_long_as_said_and_no_longer():
    assert clean_text("가" * 10, max_length=10) == "가" * 10
    with pytest.raises(UnusableText, match="1"):
        clean_text("가" * 11, max_length=10)


def test_a_megabyte_of_accents_is_refused_at_once():
    # Composing them took nine minutes.
    began = time.process_time()

    with pytest.raises(UnusableText, match="800,000"):
        clean_text("\u0301\u0323" * 400_000, max_length=2_000)

    assert time.process_time() - began < 1


@pytest.mark.parametrize("raw", ["", " ", "\u200b\ufeff", "\U000e0041\U000e0042", "\ufff9\ufffb"])
def test_an_optional_text_that_shows_nothing_is_no_text(raw):
    assert clean_text(raw, max_length=100, min_length=0) == ""


def test_a_text_is_kept_composed_with_plain_newlines_and_without_direction_tricks():
    assert clean_text("\u1112\u1161\u11ab밭\r\n\r\n\r\n\r\n마당\u202e ", max_length=100) == "한밭\n\n마당"


def test_a_line_has_no_line_breaks():
    assert clean_line("갑천\r\n 산책", max_length=100) == "갑천 산책"


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(raw):
    try:
        once = clean_text(raw, max_length=100)
    except UnusableText:
        return

    assert clean_text(once, max_length=100) == once


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("안녕\n하세요\n\n반갑습니다", "<p>안녕<br>하세요</p><p>반갑습니다</p>"),
        ("<script>alert('x')</script> & 끝", "<p>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; 끝</p>"),
        (
            "www.example.go.kr을 보세요",
            '<p><a href="https://www.example.go.kr" rel="ugc nofollow noopener">www.example.go.kr</a>을 보세요</p>',
        ),
        (
            "(https://example.org/a?b=1&c=2).",
            '<p>(<a href="https://example.org/a?b=1&amp;c=2" rel="ugc nofollow noopener">https://example.org/a?b=1&amp;c=2</a>).</p>',
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
    ],
)
def test_text_becomes_safe_paragraphs_with_links(text, html):
    assert to_html(text) == html


@given(st.text(alphabet="<>\"'&a/:.=htps w\n", max_size=60))
def test_no_text_makes_a_tag_of_its_own(text):
    allowed = ("<p>", "</p>", "<br>", "</a>", '<a href="http')
    html = to_html(text)
    pieces = html.split("<")[1:]

    assert all(f"<{piece}".startswith(allowed) for piece in pieces)


def test_a_field_says_what_is_wrong_and_an_optional_one_may_be_empty():
    required, optional = CitizenTextField(max_length=5), CitizenTextField(max_length=5, required=False)

    with pytest.raises(Exception, match="5"):
        required.clean("여섯 글자다")
    assert optional.clean("") == ""
