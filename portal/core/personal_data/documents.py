"""Numbers of passports and driving licences."""

import re
from collections.abc import Iterator

from django.utils import timezone

from portal.core.personal_data.folding import Reading, digits_of
from portal.core.personal_data.kinds import Finding, Kind
from portal.core.personal_data.surroundings import before

# A letter for the type and eight digits; since December 2021 the fourth of these places is a letter (M123A4567), and long ago
# there were two letters and seven digits.
NAMED_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[MSRODGT][- ]?(?:\d{3}[A-Z]\d{4}|\d{4}[- ]?\d{4})|P[MSRODT]\d{7})(?![A-Za-z0-9])", re.IGNORECASE
)
# Without its name: capitals, in one piece, and no year behind the letter, as numbers of projects have (R20180123).
LONE_PASSPORT = re.compile(r"(?<![A-Za-z0-9-])[MSR](?!20[0-4]\d)(?:\d{3}[A-Z]\d{4}|\d{8})(?![A-Za-z0-9-])")
OF_A_PASSPORT = re.compile(r"여권|passport", re.IGNORECASE)
OF_A_THING = re.compile(r"(?:모델|기종|품번|과제|사업|제품|부품|장비|코드|문서)[^0-9\n]{0,6}$")

GAP = r" {0,2}[-./ ] {0,2}"
LICENCE = re.compile(rf"(?<![0-9])(?<![0-9]-)\d\d{GAP}\d\d{GAP}\d{{6}}{GAP}\d\d(?![0-9])(?!-[0-9])")
IN_ONE_PIECE = re.compile(r"(?<![0-9])\d{12}(?![0-9])")
# Until 1996 a region's name stood where its number (11 to 28) stands now.
OLD_LICENCE = re.compile(rf"(?<![가-힣])[가-힣]{{2}} ?\d\d{GAP}\d{{6}}{GAP}\d\d(?![0-9])")
OF_A_LICENCE = re.compile(r"면허|licen[cs]e", re.IGNORECASE)
HYPHENS_ONLY = re.compile(r"[^./ ]+")
REGIONS = range(11, 29)
FIRST_YEAR = 60


def find_passports(reading: Reading) -> Iterator[Finding]:
    """Sure after the word passport; without it only pointed out."""
    for match in NAMED_PASSPORT.finditer(reading.text):
        if OF_A_PASSPORT.search(before(reading, match.start())):
            yield Finding(Kind.PASSPORT, match.start(), match.end(), is_sure=True)
    for match in LONE_PASSPORT.finditer(reading.text):
        if not OF_A_THING.search(before(reading, match.start())):
            yield Finding(Kind.PASSPORT, match.start(), match.end(), is_sure=False)


def find_licences(reading: Reading) -> Iterator[Finding]:
    """Sure after the word licence; without it only with a region, a year and hyphens."""
    for pattern in (LICENCE, IN_ONE_PIECE, OLD_LICENCE):
        for match in pattern.finditer(reading.text):
            is_named = bool(OF_A_LICENCE.search(before(reading, match.start())))
            if is_named or (pattern is LICENCE and _looks_real(match.group())):
                yield Finding(Kind.LICENCE, match.start(), match.end(), is_named)


def _looks_real(number: str) -> bool:
    digits = digits_of(number)
    year = int(digits[2:4])
    is_year = year >= FIRST_YEAR or year <= timezone.localdate().year % 100
    return is_year and int(digits[:2]) in REGIONS and HYPHENS_ONLY.fullmatch(number) is not None
