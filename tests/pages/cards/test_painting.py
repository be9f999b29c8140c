"""A card is a PNG that a second decoder reads, and no words break it."""

import base64
from dataclasses import replace
from io import BytesIO

import pytest
import resvg_py
from PIL import Image, ImageChops

from portal.launch import pictures
from portal.pages.cards.faces import Face, Figure, Site
from portal.pages.cards.lettering import Letters, fitted, printable
from portal.pages.cards.painting import LEFT, PICTURE_WIDTH, RIGHT, SIZE, STRONG, TITLE_SIZES, paint

TASK = Face(
    eyebrow="과제 14 · 안전하고 편리한 시민 생활",
    title="스마트 교통 도시 대전 조성",
    picture="strategy-4",
    site=Site("한밭마당", "체험용(데모) 사이트"),
    mark="mark-delayed",
    state="지연",
    tone="danger",
    state_note="5단계 중 2단계 완료",
    figures=(Figure("의견", "20개"), Figure("공식 답변", "1건"), Figure("다음 포럼", "12.12(토)")),
)
LONG = "국제 4차산업혁명포럼 개최와 지역융복합 스포츠산업 거점 육성"
FOOT = 530
HOSTILE = {
    "emoji": "👨‍👩‍👧 버스 🚍 정류장",
    "nothing that the font has": "😀😀",
    "another direction": "\u202eשלום עולם\u202c 대전",
    "one endless word": "가" * 5_000,
    "many words": f"{LONG} " * 50,
    "markup": "</text><script>alert(7)</script>",
    "nothing to see": "\u200b\u200d\ufeff\x00",
    "combined signs": "a" + "\u0301" * 500,
    "lines": "첫 줄\n\n둘째 줄\t셋째",
    "empty": "",
}


def decoded(png: bytes) -> Image.Image:
    """The picture as a decoder reads it that is not the one that wrote it (Rust's, inside of an SVG renderer)."""
    data = base64.b64encode(png).decode()
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><image href="data:image/png;base64,{data}"/></svg>'
    return Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("RGB")


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def test_another_decoder_sees_the_same_card():
    png = paint(TASK)

    own, other = Image.open(BytesIO(png)), decoded(png)

    assert (own.format, own.size, other.size) == ("PNG", SIZE, (1200, 630))
    assert ImageChops.difference(own.convert("RGB"), other).getbbox() is None
    # Few enough bytes for a phone that shows ten of them.
    assert len(png) < 60_000


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_people_write_stays_within_its_column(words):
    plain = Face(eyebrow="포럼", title="제목", picture="strategy-4", site=Site("한밭마당", ""))
    full = replace(plain, eyebrow=words, title=words, mark="mark-done", state=words, state_note=words)
    empty = opened(paint(plain))

    for card in (replace(full, quote=words), replace(full, lines=(words, words))):
        for beside in ((RIGHT, 0, *SIZE), (0, 0, LEFT - 4, SIZE[1]), (0, FOOT, *SIZE)):
            difference = ImageChops.difference(opened(paint(card)).crop(beside), empty.crop(beside)).convert("L")
            # Two cards have not quite the same few colours.
            assert difference.getextrema()[1] < 48


def test_a_card_whose_title_cannot_be_shown_says_what_kind_of_thing_it_is():
    assert paint(replace(TASK, title="😀")) == paint(replace(TASK, title=TASK.eyebrow))


def test_the_font_shows_every_hangul_syllable_and_drops_what_it_has_not():
    hangul = "".join(chr(code) for code in range(0xAC00, 0xD7A4))
    shown = "".join(printable(hangul[start : start + 100]) for start in range(0, len(hangul), 100))

    assert shown == hangul
    assert printable("  대전 😀 שלום\u202e\n둔산 ") == "대전 둔산"
    assert Letters(40, 700).width("대전") > Letters(40, 400).width("ㄷ")


def test_a_title_takes_three_lines_at_most_and_shows_that_something_is_missing():
    width = RIGHT - LEFT
    for words, lines in (("스마트 교통 도시", 1), (LONG, 2), (f"{LONG} {LONG}", 3), (f"{LONG} " * 9, 3)):
        letters, found = fitted(printable(words), TITLE_SIZES, weight=800, width=width)
        assert len(found) <= 3
        assert max(letters.width(line) for line in found) <= width
        assert found[-1].endswith("...") == (words.count(LONG) > 1)
        assert len(found) >= lines


@pytest.mark.parametrize("title", ["유전자의약산업 특화 육성", "World-leading smart city", "국제 4차산업혁명포럼 개최"])
def test_no_word_is_broken_that_fits_on_a_line(title):
    _letters, lines = fitted(title, TITLE_SIZES, weight=800, width=RIGHT - LEFT)

    assert " ".join(lines) == title


def test_a_card_can_be_read_at_the_width_of_a_chat():
    small = decoded(paint(TASK)).resize((300, 158))
    column = small.crop((0, 0, (1200 - PICTURE_WIDTH) // 4, 158)).convert("L")

    # The title's strokes stay dark, where thin or small ones would have turned grey.
    assert column.getextrema()[0] < 40
    assert STRONG == "#131416"


def test_each_of_the_words_and_signs_changes_the_card_and_its_address():
    others = [
        replace(TASK, title="다른 이름"),
        replace(TASK, mark="mark-done"),
        replace(TASK, picture="strategy-1"),
        replace(TASK, site=Site("한밭마당", "")),
        replace(TASK, figures=TASK.figures[:2]),
    ]

    assert len({paint(each) for each in [TASK, *others]}) == len({each.version for each in [TASK, *others]}) == 6


def test_the_pictures_that_are_kept_are_those_of_their_drawings():
    """`make pictures` was run after the last change of an SVG."""
    stale = [path.name for path, content in pictures.made().items() if path.read_bytes() != content]

    assert stale == []
