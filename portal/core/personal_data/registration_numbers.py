"""Resident and foreigner registration numbers: YYMMDD-SNNNNNN, S for century, sex and nationality.

Numbers given or changed since October 2020 hold no check digit any more (Enforcement Rules of the Resident Registration Act,
article 2), so a wrong check digit proves nothing. What else makes a number sure is how it is written: a real date, and six and
seven digits set apart, or the words "resident registration number" before it.
"""

import re
from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from portal.core.personal_data.folding import Reading, digits_of
from portal.core.personal_data.kinds import Finding, Kind
from portal.core.personal_data.surroundings import before

SEPARATOR = r"[-. /~_*:\n]"
# Between the two parts any sign goes but those that part the items of a list; or words: 앞자리 …, 뒷자리 …
BETWEEN = r"(?:[^\w,;]|_){0,5}|[ ,./]{0,3}(?:이고|에)?[ ,./]{0,3}뒤?(?:뒷?자리|뒷번호)?(?:는|은)?[ :]{0,3}"
TWO_PARTS = re.compile(rf"(?<![0-9])(\d{{6}})({BETWEEN})(\d{{7}})(?![0-9])")
ANY_PARTS = re.compile(rf"(?<![0-9])(\d)({SEPARATOR}{{0,3}}\d(?:{SEPARATOR}{{0,3}}\d){{11}})(?![0-9])")
CENTURIES = {"1": 1900, "2": 1900, "3": 2000, "4": 2000, "5": 1900, "6": 1900, "7": 2000, "8": 2000}
BIRTH = 6
CODE = re.compile("[A-Za-z]")
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)

NAMED = re.compile(
    r"주\W?민\W?(?:등\W?록\W?)?번|주민등록|민증|외국인|거소|등록증|\b(?:RRN|ARC)\b|resident registration|alien registration",
    re.IGNORECASE,
)
# Numbers of the same shape that belong to nobody: companies, notices, parcels, goods.
OF_SOMETHING_ELSE = re.compile(
    r"(?:(?:법인|사업자|접수|공고|문서|송장|주문|관리|고객|특허|출원|필지|과제|의안|허가|납부)(?:등록|서)? ?번호"
    r"|송장|바코드|ISBN)"
    r"[ :은는이가을를로제(]{0,4}$",
    re.IGNORECASE,
)
# A line break alone sets apart two lines, not two parts of a number.
APART = re.compile(r" +|.*\S.*", re.DOTALL)


def find_registration_numbers(reading: Reading) -> Iterator[Finding]:
    """In two parts, in one, or in any groups; the less it looks like one, the more the words before it must say."""
    for match in TWO_PARTS.finditer(reading.text):
        is_apart = APART.fullmatch(match.group(2)) is not None
        yield from _judged(reading, match, may_be_anything=not is_apart, is_sure_alone=is_apart)
    for match in ANY_PARTS.finditer(reading.text):
        yield from _judged(reading, match, may_be_anything=True, is_sure_alone=False)


def _judged(reading: Reading, match: re.Match[str], *, may_be_anything: bool, is_sure_alone: bool) -> Iterator[Finding]:
    digits = digits_of(match.group())
    context = before(reading, match.start())
    if digits[6] not in CENTURIES or OF_SOMETHING_ELSE.search(context):
        return
    is_named, is_birth = bool(NAMED.search(context)), _is_birth_date(digits)
    if not is_named and (not is_birth or (may_be_anything and not _stands_alone(reading, match))):
        return
    kind = Kind.RESIDENT_NUMBER if digits[6] in "1234" else Kind.FOREIGNER_NUMBER
    yield Finding(kind, match.start(), match.end(), is_birth and (is_named or is_sure_alone or _has_check_digit(digits)))


def _stands_alone(reading: Reading, match: re.Match[str]) -> bool:
    """Digits on one line, in one piece, one by one, or six first; no part of a row of dates, of an address or a longer code."""
    if "\n" in match.group():
        return False
    groups = [len(group) for group in re.findall(r"\d+", match.group())]
    is_in_code = CODE.match(reading.text, match.end()) or CODE.match(reading.text, max(0, match.start() - 1))
    return not is_in_code and (groups[0] == len(digits_of(match.group())) or groups[0] == BIRTH or set(groups) == {1})


def _is_birth_date(digits: str) -> bool:
    year = CENTURIES[digits[6]] + int(digits[:2])
    try:
        return date(year, int(digits[2:4]), int(digits[4:6])) <= timezone.localdate()
    except ValueError:
        return False


def _has_check_digit(digits: str) -> bool:
    """Whether the last digit is the check digit that was in use until 2020; foreigners' is two more (mod 10)."""
    base = 11 if digits[6] in "1234" else 13
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return (base - total % 11) % 10 == int(digits[12])
