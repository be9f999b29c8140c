"""Reads a text the way a person does: one spelling for each digit, dash, dot and blank, and nothing that is invisible.

Every character of the reading knows where it came from, so that what is found there can be marked in the original.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat

# Dashes that Unicode does not call dashes: minus, the Hangul vowel and the Japanese long vowel that look like one.
DASHES = frozenset("−ㅡー⁃˗")
DOTS = frozenset("·ㆍ•∙・․。｡‧⋅")
OTHER_SIGNS = {"〜": "~", "∼": "~", "˜": "~", "⁄": "/", "∕": "/", "\t": " ", "\r": " "}
# Blank letters of Hangul: they take room, or not, and say nothing.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
COMPATIBILITY_JAMO = range(0x3131, 0x3190)
# The first combining mark of Unicode is the next one, U+0300.
LAST_WITHOUT_MARKS = "\u02ff"
ENCLOSED_NUMBER = re.compile(r"\(?([0-9]+)[).]?")

SPOKEN = {
    0: "공 영 빵 제로 零 〇 ㅇ O o",
    1: "일 하나 一 壹 l I ㅣ",
    2: "이 둘 二 貳",
    3: "삼 셋 三 參",
    4: "사 넷 四",
    5: "오 다섯 五",
    6: "육 륙 여섯 六",
    7: "칠 일곱 七",
    8: "팔 여덟 八",
    9: "구 아홉 九",
}
# A digit that was spoken counts as a digit (\d) and yet differs from a written one ([0-9]). So a number may end before a
# syllable that only happens to sound like a digit: 오육칠팔이에요. Real Arabic digits have become 0 to 9 by then.
SPOKEN_DIGITS = {word: "٠١٢٣٤٥٦٧٨٩"[value] for value, words in SPOKEN.items() for word in words.split()}
PLAIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
WORD = "|".join(sorted(SPOKEN_DIGITS, key=len, reverse=True))
BETWEEN = r"[-. /~_,*:\n]{0,3}(?:(?:다시|대시|빼기|국에|국|에)[-. /~_,*:\n]{0,3})?"
# Eight digits in a row, blanks between them or not: fewer happen in ordinary Korean (이 일이 사이 …).
SPOKEN_NUMBER = re.compile(rf"(?:[0-9]|{WORD})(?:{BETWEEN}(?:[0-9]|{WORD})){{7,}}")
LOOKALIKE, MOBILE_CODE = re.compile("[OoIl]"), re.compile("[0Oo][1Il][0Oo]")
# A word before or behind a written number that happens to be two digits at the most: 교통공사 042-…, 하나 110-…, …-5678 이 사람
WORD_BEFORE = re.compile(rf"(?:{WORD}){{1,2}}[-. /~_,*:\n]{{1,3}}(?=[0-9]{{2}})")
WORD_BEHIND = re.compile(rf"(?<=[0-9])[-. /~_,*:\n]{{1,3}}(?:{WORD}){{1,2}}$")
PIECE = re.compile(rf"{WORD}|다시|대시|빼기|국에|국|에|.", re.DOTALL)
DASH_WORDS = frozenset({"다시", "대시", "빼기", "국에", "국", "에"})


@dataclass(frozen=True, slots=True)
class Reading:
    """The folded text; character i of it stands for original[starts[i]:ends[i]]."""

    text: str
    starts: list[int]
    ends: list[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where reading.text[start:end] stands in the original."""
        return self.starts[start], self.ends[end - 1]


def digits_of(piece: str) -> str:
    """The digits of a piece of a reading, spoken ones as well, as 0 to 9."""
    return "".join(character for character in piece.translate(PLAIN_DIGITS) if character in "0123456789")


def read(original: str) -> Reading:
    """Fold every character, then the numbers that are spelled out in words."""
    pieces = [_folded(character) for character in original]
    text = "".join(pieces)
    if len(text) == len(original) and "" not in pieces:
        starts = list(range(len(text)))
        return _with_spoken_numbers(Reading(text, starts, [place + 1 for place in starts]))
    starts = list(chain.from_iterable(repeat(place, len(piece)) for place, piece in enumerate(pieces)))
    return _with_spoken_numbers(Reading(text, starts, [_end_of_letter(original, place) for place in starts]))


def _end_of_letter(original: str, place: int) -> int:
    """Behind a character and the marks drawn on it, so that no keycap (0️⃣) is cut in two."""
    end = place + 1
    while end < len(original) and original[end] > LAST_WITHOUT_MARKS and unicodedata.category(original[end]) in {"Mn", "Me"}:
        end += 1
    return end


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """What one character reads as: "" if it is invisible, its digit if it stands for one, else one character."""
    if "!" <= character <= "~" or "가" <= character <= "힣" or character in " \n":
        return character
    sign = _sign(character) or _digits(character)
    if sign:
        return sign
    is_invisible = character in FILLERS or unicodedata.category(character) in {"Cf", "Cc", "Mn", "Me"}
    return "" if is_invisible else _plain_letter(character)


def _sign(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Pd" or character in DASHES:
        return "-"
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    return "." if character in DOTS else OTHER_SIGNS.get(character, "")


def _digits(character: str) -> str:
    """The digits of any script, in circles, in brackets: "5" for ５ ٥ ⑤ ❺ ⑸."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    enclosed = ENCLOSED_NUMBER.fullmatch(unicodedata.normalize("NFKC", character))
    return enclosed.group(1) if enclosed else ""


def _plain_letter(character: str) -> str:
    if ord(character) in COMPATIBILITY_JAMO:
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _is_spoken(number: str) -> bool:
    """Whether a number holds words for digits. Letters that look like 0 and 1 count only where people use them: O1O-…"""
    if number.isascii():
        return bool(LOOKALIKE.search(number)) and MOBILE_CODE.match(number) is not None
    return True


def _with_spoken_numbers(reading: Reading) -> Reading:
    pieces: list[tuple[str, int, int]] = []
    behind = 0
    for start, end in _spoken_numbers(reading.text):
        pieces += _as_they_are(reading.text, behind, start)
        pieces += [(_digit_or_dash(piece.group()), *piece.span()) for piece in PIECE.finditer(reading.text, start, end)]
        behind = end
    if not pieces:
        return reading
    pieces += _as_they_are(reading.text, behind, len(reading.text))
    text = "".join(piece for piece, _, _ in pieces)
    return Reading(text, [reading.starts[start] for _, start, _ in pieces], [reading.ends[end - 1] for _, _, end in pieces])


def _spoken_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where the numbers begin and end, without the words around them."""
    for match in SPOKEN_NUMBER.finditer(text):
        if _is_spoken(match.group()):
            before = WORD_BEFORE.match(text, match.start())
            behind = WORD_BEHIND.search(text, match.start(), match.end())
            yield before.end() if before else match.start(), behind.start() if behind else match.end()


def _as_they_are(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [(text[place], place, place + 1) for place in range(start, end)]


def _digit_or_dash(piece: str) -> str:
    return "-" if piece in DASH_WORDS else SPOKEN_DIGITS.get(piece, piece)
