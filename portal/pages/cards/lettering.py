"""Words set in the portal's own font: it comes in slices for the web, so each character is looked up in the slice that has it.

What no slice has (emoji, other scripts) is left out: an empty box says less than nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from PIL import ImageDraw, ImageFont

FONT = "pretendard-gov/*/pretendard-gov.css"
SLICE = re.compile(r"src: url\(\./([^)]+)\).*?unicode-range: ([^;]+);", re.DOTALL)
CUT = "..."
# More characters never fit on a card, and measuring them costs time.
LONGEST_TEXT = 160


@lru_cache(maxsize=1)
def slices() -> dict[int, Path]:
    """The file that has a character, by its number in Unicode: as the style sheet of the font tells browsers."""
    found: dict[int, Path] = {}
    [sheet] = (settings.BASE_DIR / "static" / "vendor").glob(FONT)
    for name, ranges in SLICE.findall(sheet.read_text()):
        for each in ranges.split(","):
            first, _dash, last = each.strip().removeprefix("U+").partition("-")
            found |= dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), sheet.parent / name)
    return found


@lru_cache(maxsize=512)
def font(file: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """One slice at a size in pixels and a weight."""
    opened = ImageFont.truetype(file, size)
    opened.set_variation_by_axes([weight])
    return opened


def printable(text: str) -> str:
    """What the font can show of it, on one line."""
    composed = unicodedata.normalize("NFC", text[:LONGEST_TEXT])
    return " ".join("".join(_kept(each) for each in composed).split())


def _kept(character: str) -> str:
    if character.isspace():
        return " "
    # What is still a combining sign here belongs to no letter that the font has in one piece.
    return character if ord(character) in slices() and not unicodedata.combining(character) else ""


def _parts(text: str) -> Iterator[tuple[Path, str]]:
    """A `printable` text in pieces of one slice each; a blank ends one, so that words are measured once."""
    known = slices()
    for (file, _is_blank), characters in groupby(text, key=lambda each: (known[ord(each)], each == " ")):
        yield file, "".join(characters)


@lru_cache(maxsize=4096)
def _length(file: Path, size: int, weight: int, run: str) -> float:
    return font(file, size, weight).getlength(run)


class Letters:
    """One size and weight of the font."""

    def __init__(self, size: int, weight: int) -> None:
        self.size, self.weight = size, weight

    def width(self, text: str) -> float:
        """How wide it is, in pixels."""
        return sum(_length(file, self.size, self.weight, run) for file, run in _parts(text))

    def write(self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: str) -> float:
        """Set it with its left end on a base line; where it ends."""
        x, y = at
        for file, run in _parts(text):
            draw.text((x, y), run, fill=colour, font=font(file, self.size, self.weight), anchor="ls")
            x += _length(file, self.size, self.weight, run)
        return x

    def cut(self, text: str, width: float) -> str:
        """As much of it as fits, with a sign where something is missing."""
        if self.width(text) <= width:
            return text
        while text and self.width(text + CUT) > width:
            text = text[:-1]
        return text.rstrip() + CUT

    def lines(self, text: str, width: float) -> list[str]:
        """Broken between words, and inside of one only if it is wider than the line."""
        lines = [""]
        for word in text.split(" "):
            joined = f"{lines[-1]} {word}".strip()
            if self.width(joined) <= width:
                lines[-1] = joined
            else:
                lines += self._pieces(word, width)
        return [line for line in lines if line]

    def even_lines(self, text: str, width: float) -> list[str]:
        """As few lines as `lines`, of about the same length; no word is broken that fits on a line."""
        best = self.lines(text, width)
        widest = max(self.width(word) for word in text.split(" "))
        for narrower in range(int(width) - 20, int(widest), -20):
            tried = self.lines(text, narrower)
            if len(tried) > len(best):
                break
            best = tried
        return best

    def _pieces(self, word: str, width: float) -> list[str]:
        pieces = [""]
        for character in word:
            if pieces[-1] and self.width(pieces[-1] + character) > width:
                pieces.append("")
            pieces[-1] += character
        return pieces


def fitted(text: str, sizes: tuple[tuple[int, int], ...], *, weight: int, width: float) -> tuple[Letters, list[str]]:
    """The text in the first of the sizes in which it takes no more than the lines that stand with it; cut off in the last."""
    letters, lines, most = Letters(sizes[0][0], weight), [""], 1
    for size, most in sizes:
        letters = Letters(size, weight)
        lines = letters.lines(text, width)
        if len(lines) <= most:
            return letters, letters.even_lines(text, width)
    last = lines[most - 1] + CUT
    return letters, [*lines[: most - 1], letters.cut(last, width)]
