"""The words of docs/words.md: what was given up stays away, and sentences keep the form that all others have."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

BASE = Path(__file__).parent.parent
RETIRED = yaml.safe_load((BASE / "tests/retired_words.yaml").read_text())
HANGUL = re.compile("[가-힣]")
PLACEHOLDER = r"(?:%\(\w+\)[sd]|\{\w+\}|\{\{[^}]*\}\})(?:</\w+>)?"
# Particles that change with the last letter of the word before, which nobody knows of what is put in.
CHANGING = "은|는|이|가|을|를|와|과|으로|로|아|야|이나|나|이며|며|라고|이라고"
PARTICLES = re.compile(f"{PLACEHOLDER}(?:{CHANGING})(?![가-힣])")
BOTH_PARTICLES = re.compile(r"[을를은는이가과와]\([을를은는이가과와]\)|\(으\)로|(?<![가-힣])(?:이/가|을/를)")
# Years and what people type stand without a comma: 2010년, like 2026-11-26, WCAG 2.2, 010-0000-0000, ISO 27001.
BARE_NUMBER = re.compile(r"(?<![\d.,/:#@=A-Za-z-])\d{4,}(?![\d.,/:-]|년|자리)")
YEAR = re.compile(r"(?:19|20)\d\d")
# How an opinion reads that somebody made up is no text of the portal's own.
TALK = {"portal/pages/demo/world.yaml"}


def catalogue(language: str) -> Iterator[tuple[str, str]]:
    """Each message and what it says in the language, plural forms one by one."""
    with (BASE / f"portal/locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                name = message.id if isinstance(message.id, str) else message.id[0]
                strings = message.string if isinstance(message.string, tuple | list) else [message.string]
                yield from ((f"{language}: {name}", str(string)) for string in strings)


def mails(language: str) -> Iterator[tuple[str, str]]:
    """The mails of a language, line by line; a line in the other language belongs to that one."""
    for path in sorted((BASE / "templates/emails").glob("*.txt")):
        for line in path.read_text().splitlines():
            if bool(HANGUL.search(line)) == (language == "ko"):
                yield path.name, re.sub(r"\{%.*?%\}", "", line)


def korean_lines() -> Iterator[tuple[str, str]]:
    """Korean that stands in templates, in data and in the documentation."""
    paths = [*(BASE / "templates").rglob("*.html"), *(BASE / "portal").rglob("*.yaml"), BASE / "publiccode.yml"]
    paths += [BASE / name for name in ("README.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md")]
    for path in paths:
        name = str(path.relative_to(BASE))
        yield from ((name, line) for line in path.read_text().splitlines() if HANGUL.search(line) and name not in TALK)


def found(rules: list[dict[str, str]], texts: list[tuple[str, str]]) -> list[str]:
    """Where a retired word stands, with what to say instead."""
    return [
        f"{where}: “{text.strip()}” → {rule['say']}"
        for where, text in texts
        for rule in rules
        if re.search(rule["word"], text) and not ("unless" in rule and re.search(rule["unless"], text))
    ]


def test_no_retired_word_comes_back_in_korean():
    texts = [*catalogue("ko"), *mails("ko"), *korean_lines()]

    assert found(RETIRED["korean"], texts) == []


def test_no_retired_word_comes_back_in_english():
    assert found(RETIRED["english"], [*catalogue("en"), *mails("en")]) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_each_message_is_translated_and_sure(language):
    text = (BASE / f"portal/locale/{language}/LC_MESSAGES/django.po").read_text()

    assert [name for name, string in catalogue(language) if not string.strip()] == []
    assert "fuzzy" not in text


def test_no_particle_depends_on_what_is_put_in():
    texts = [*catalogue("ko"), *mails("ko")]

    assert [text for _name, text in texts if PARTICLES.search(text) or BOTH_PARTICLES.search(text)] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_numbers_over_999_carry_commas(language):
    texts = [*catalogue(language), *mails(language)]

    bare = [(text, number) for _name, text in texts for number in BARE_NUMBER.findall(text) if not YEAR.fullmatch(number)]
    assert bare == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (PARTICLES, "%(name)s을 삭제했습니다."),
        (PARTICLES, "{count}가 남았습니다."),
        (PARTICLES, "<bdi>%(nickname)s</bdi>은 이미 있습니다."),
        (BOTH_PARTICLES, "추진 단계 을(를) 선택"),
        (BARE_NUMBER, "내용은 2000자까지 쓸 수 있습니다."),
    ],
)
def test_what_reads_wrong_is_noticed(pattern, text):
    assert pattern.search(text)
