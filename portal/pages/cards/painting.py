"""A card as a PNG of 1200 by 630 pixels, which messengers show as small as 300: few words, large. No browser, no service."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from portal.pages.cards.faces import Face, Figure
from portal.pages.cards.lettering import Letters, fitted, printable

SIZE = WIDTH, HEIGHT = 1200, 630
PICTURE_WIDTH = 452
LEFT, RIGHT = 68, WIDTH - PICTURE_WIDTH - 36
COLUMN = RIGHT - LEFT
PICTURES = Path(__file__).parent / "pictures"
# Of static/css/tokens.css, light: a card has no theme.
BAND, LINK, STRONG, TEXT, MUTED = "#ecf2fe", "#0b50d0", "#131416", "#1e2124", "#58616a"
TONES = {"neutral": TEXT, "info": LINK, "success": "#267337", "warning": "#614100", "danger": "#bd2c0f"}
# Size in pixels, and the lines it may take.
TITLE_SIZES = ((68, 2), (52, 3), (46, 3))
STATE_LETTERS = tuple(Letters(size, 700) for size in (34, 30, 26))
LINE_HEIGHT = 1.22
NUMBER = re.compile(r"[\d.,]+")
COLOURS = 128
MARK = 46


def paint(face: Face) -> bytes:
    """The card of these words."""
    card = Image.new("RGB", SIZE, BAND)
    with _picture(face.picture) as picture:
        card.paste(picture, (WIDTH - PICTURE_WIDTH, 0))
    draw = ImageDraw.Draw(card)
    y = _eyebrow(draw, face)
    y = _quote(draw, face, y)
    y = _title(draw, face, y)
    y = _lines(draw, face, y)
    y = _state(card, draw, face, y)
    _figures(draw, face.figures, y)
    _foot(card, draw, face)
    file = BytesIO()
    # Few colours and no grain: a third of the bytes, and letters stay sharp.
    card.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _eyebrow(draw: ImageDraw.ImageDraw, face: Face) -> float:
    letters = Letters(30, 700)
    letters.write(draw, (LEFT, 90), letters.cut(printable(face.eyebrow), COLUMN), LINK)
    return 108


def _quote(draw: ImageDraw.ImageDraw, face: Face, y: float) -> float:
    words = printable(face.quote)
    if not words:
        return y
    letters, lines = fitted(words, ((32, 2),), weight=500, width=COLUMN)
    for line in lines:
        y += 43
        letters.write(draw, (LEFT, y), line, MUTED)
    return y + 8


def _title(draw: ImageDraw.ImageDraw, face: Face, y: float) -> float:
    # Without a word that the font can show, the card says what kind of thing it is.
    words = printable(face.title) or printable(face.eyebrow)
    sizes = TITLE_SIZES[1:] if face.quote or face.lines else TITLE_SIZES
    letters, lines = fitted(words, sizes, weight=800, width=COLUMN)
    y += 14
    for line in lines:
        y += letters.size * LINE_HEIGHT
        letters.write(draw, (LEFT, y - letters.size * 0.26), line, STRONG)
    return y


def _lines(draw: ImageDraw.ImageDraw, face: Face, y: float) -> float:
    for number, words in enumerate(face.lines):
        letters = Letters(36, 700 if number == 0 else 500)
        y += 50 if number else 62
        letters.write(draw, (LEFT, y - 4), letters.cut(printable(words), COLUMN), STRONG if number == 0 else TEXT)
    return y


def _state(card: Image.Image, draw: ImageDraw.ImageDraw, face: Face, y: float) -> float:
    if not face.state:
        return y
    x: float = LEFT
    base = y + 26 + 35
    if face.mark:
        with _picture(face.mark) as mark:
            card.paste(mark, (LEFT, int(base) - 36), mark)
        x += MARK + 14
    words, plain = printable(face.state), Letters(34, 500)
    strong = next((letters for letters in STATE_LETTERS if letters.width(words) <= RIGHT - x), STATE_LETTERS[-1])
    x = strong.write(draw, (x, base), strong.cut(words, RIGHT - x), TONES[face.tone])
    note = printable(face.state_note)
    if plain.width(note) <= RIGHT - x - 16:
        plain.write(draw, (x + 16, base), note, TEXT)
    return y + 26 + MARK


def _figures(draw: ImageDraw.ImageDraw, figures: tuple[Figure, ...], y: float) -> None:
    label, number, unit = Letters(26, 400), Letters(48, 800), Letters(28, 800)
    x: float = LEFT
    for each in figures:
        end = label.write(draw, (x, y + 49), printable(each.label), MUTED)
        digits, after = _parted(printable(each.value))
        middle = number.write(draw, (x, y + 105), digits, STRONG)
        x = max(end, unit.write(draw, (middle, y + 105), after, STRONG)) + 48


def _parted(value: str) -> tuple[str, str]:
    """The number, and the unit that is set smaller: 20 and 개. Words, and a number beside them, are one piece."""
    found = NUMBER.match(value)
    return (found[0], value[found.end() :]) if found and " " not in value else (value, "")


def _foot(card: Image.Image, draw: ImageDraw.ImageDraw, face: Face) -> None:
    with _picture("logo") as logo:
        card.paste(logo, (LEFT, HEIGHT - 100), logo)
    strong, plain = Letters(28, 800), Letters(24, 500)
    x = strong.write(draw, (LEFT + 60, HEIGHT - 68), strong.cut(printable(face.site.name), COLUMN - 60), STRONG) + 16
    plain.write(draw, (x, HEIGHT - 69), plain.cut(printable(face.site.note), max(RIGHT - x, 0)), MUTED)


@lru_cache(maxsize=32)
def _loaded(name: str) -> Image.Image:
    with Image.open(PICTURES / f"{name}.png") as file:
        return file.convert("RGBA" if file.has_transparency_data else "RGB")


def _picture(name: str) -> Image.Image:
    return _loaded(name).copy()
