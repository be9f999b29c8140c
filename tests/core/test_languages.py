"""In which language a text is written: a labelled set of short texts, and the marks in HTML."""

from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.core.text.languages import WRITTEN_IN, Language, language_of, written_in

LABELLED = [line.split("\t") for line in Path(__file__).with_name("languages.tsv").read_text(encoding="utf-8").splitlines()]


def test_the_language_of_every_labelled_text_is_found():
    assert len(LABELLED) > 100
    assert [(said, language_of(text), text) for said, text in LABELLED if language_of(text) != said] == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", ""),
        ("a", "en"),
        ("ㅋ", "ko"),
        ("the bus 버스", "ko"),  # one English word is a name like any other
        ("the bus is late 버스", "en"),
        ("가" * 100 + "the bus is late and it is cold", "ko"),
        ("x" * 2_000 + "가" * 2_000, "en"),  # the beginning tells
        ("\u1100\u1161", "ko"),  # jamo, composed
    ],
)
def test_mixed_texts_are_told_by_what_most_of_them_is(text, language):
    assert language_of(text) == language


def test_every_language_has_its_sentence():
    assert set(WRITTEN_IN) == set(Language.values)


def test_readers_are_told_of_other_languages_only():
    with translation.override("ko"):
        korean = [written_in(each) for each in ("ko", "en", "")]
    with translation.override("en"):
        english = [written_in(each) for each in ("ko", "en", "")]

    assert korean == ["", "영어로 쓴 글", ""]
    assert english == ["Written in Korean", "", ""]


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("{{ text|marked }}", '<span lang="ko">둔산 &lt;b&gt;</span>'),
        ("{{ text|truncatechars:3|marked:'en' }}", "둔산…"),
        ("{{ text|marked:'ja' }}", '<span lang="ja">둔산 &lt;b&gt;</span>'),
        ("{{ text|citizen_text }}", '<p lang="ko">둔산 &lt;b&gt;</p>'),
        ("{{ text|citizen_text:'' }}", "<p>둔산 &lt;b&gt;</p>"),
        ("{{ plain|marked }}{{ plain|citizen_text }}", "bus<p>bus</p>"),
    ],
)
def test_templates_mark_what_is_not_in_the_language_of_the_page(template, html):
    with translation.override("en"):
        shown = Template("{% load portal %}" + template).render(Context({"text": "둔산 <b>", "plain": "bus"}))

    assert shown == html
