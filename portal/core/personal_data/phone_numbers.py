"""Mobile numbers, which belong to a person, and landlines, which may.

Numbers of public offices are not personal: those that `PUBLIC_OFFICE_NUMBERS` lists, those named after an office in the same
line, and service numbers (110, 120, 1588-…, 080-…), whose shape is not looked for.
"""

import re
from collections.abc import Iterator

from django.conf import settings

from portal.core.personal_data.folding import Reading, digits_of
from portal.core.personal_data.kinds import Finding, Kind
from portal.core.personal_data.surroundings import after, before

SIGN = r"[\W_]"
GAP = r"[-. /~_,*:+|=()\n]"
# A bracket belongs to the number only if it closes behind the code: (010) 1234-5678, but 미용실(010-1234-5678).
OPENED = r"(?:[(\[](?=\d{2,4} ?[)\]]))?"
ZERO, ONE = "[0٠]", "[1١]"
ABROAD = r"(?:\+ ?|00)?[8٨][2٢][-. ()]{0,3}(?:[0٠][-. ()]{0,3})?"
NEW_CODE = rf"{OPENED}{ZERO}(?P<apart>[-. ]{{0,2}}){ONE}(?P=apart){ZERO}|{ABROAD}{ONE}{ZERO}"
# As nearly everybody writes it goes first, so that it wins where both fit.
IN_FOURS = re.compile(rf"(?<![0-9])(?:{NEW_CODE}|{ZERO} {ONE}{ZERO}){SIGN}{{0,5}}\d{{4}}{SIGN}{{0,5}}\d{{4}}(?![0-9])")
IN_ANY_GROUPS = re.compile(rf"(?<![0-9])(?:{NEW_CODE})(?:{GAP}{{0,3}}\d){{8}}(?![0-9])")
# 011 to 019 live on in a few phones; run together they look like any other number.
OLD_CODE = re.compile(rf"(?<![0-9]){OPENED}{ZERO}{ONE}[16-9١٦-٩]{GAP}{{1,3}}\d{{3,4}}{GAP}{{1,3}}\d{{4}}(?![0-9])")
DECIMAL = re.compile(r"[0-9][.,]$")

# The part that every mobile number has in common is left out: only after words for a phone.
WITHOUT_CODE = re.compile(r"(?<![0-9-])(?!(?:1[5-8]|19|20)\d\d)\d{4}[-. ]\d{4}(?![0-9])")
OF_A_PHONE = re.compile(r"(?:폰(?!트)|핸펀|휴대 ?전화|뒷번호|\bH\.?P\.?|010|공일공)[^0-9\n]{0,12}$", re.IGNORECASE)
A_QUANTITY = re.compile(r" ?(?:원|명|건|년|대|개|쪽)")

AREAS = re.compile(r"02|0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4])|070|050[2-8]")
IN_AREA = re.compile(
    rf"(?<![0-9])(?<![0-9]-)(?:\+82[-. ]{{0,3}}(?P<abroad>\d{{1,2}})|{OPENED}(?P<area>\d{{2,4}}))"
    r"[-. /~)]{0,3}\d{3,4}[-. /~]{0,3}\d{4}(?![0-9])"
)
OFFICE = re.compile(
    r"(?:시청|구청|군청|도청|[시구군도]의회|보건소|보건지소|주민센터|복지센터|행정센터|경찰|지구대|파출소|소방|법원|검찰청|세무서|우체국"
    r"|교육청|교육지원청|도서관|학습원|수련관|문화원|복지관|박물관|미술관|사업소|사업본부|콜센터|고객센터"
    r"|공단|(?:철도|교통|도시|수자원|주택|관광|가스|전력)공사"
    r"|민원실|민원팀|민원 ?담당|담당 ?부서|[가-힣]{2}청사|[가-힣]{2}[과부처](?= |\())(?P<between>[^0-9\n]{0,14})$"
)
OFFICE_BEHIND = re.compile(
    r"[ ,(/]{0,2}[가-힣]{0,8}(?:시청|구청|민원실|콜센터|고객센터|사업본부|주민센터|복지센터|보건소|사업소|공단)"
)
SOMEBODY_NEAR_AN_OFFICE = re.compile(r"집|댁|살|사는|가게|식당|상가|학원|병원|앞|옆|뒤|근처|건너|이웃|언니|동생|친구")


def find_phone_numbers(reading: Reading) -> Iterator[Finding]:
    """Mobile numbers are sure; what lacks its code, and landlines, are not."""
    for pattern in (IN_FOURS, IN_ANY_GROUPS, OLD_CODE):
        for match in pattern.finditer(reading.text):
            if not (match.group().isdecimal() and DECIMAL.search(before(reading, match.start()))):
                yield Finding(Kind.MOBILE, match.start(), match.end(), is_sure=True)
    for match in WITHOUT_CODE.finditer(reading.text):
        if OF_A_PHONE.search(before(reading, match.start())) and not A_QUANTITY.match(after(reading, match.end())):
            yield Finding(Kind.MOBILE, match.start(), match.end(), is_sure=False)
    for match in IN_AREA.finditer(reading.text):
        if is_landline(match) and not _is_of_an_office(reading, match):
            yield Finding(Kind.LANDLINE, match.start(), match.end(), is_sure=False)


def is_landline(match: re.Match[str]) -> bool:
    """Whether a number begins with the code of an area, of internet phones or of forwarded numbers."""
    return bool(AREAS.fullmatch(_area(match)))


def _area(match: re.Match[str]) -> str:
    return digits_of(match["area"]) if match["area"] else "0" + digits_of(match["abroad"])


def _is_of_an_office(reading: Reading, match: re.Match[str]) -> bool:
    number = digits_of(match.group())
    at_home = f"0{number[2:]}" if match["abroad"] else number
    listed = tuple(digits_of(beginning) for beginning in settings.PUBLIC_OFFICE_NUMBERS)
    if at_home.startswith(listed) or OFFICE_BEHIND.match(after(reading, match.end())):
        return True
    office = OFFICE.search(before(reading, match.start()))
    return office is not None and not SOMEBODY_NEAR_AN_OFFICE.search(office["between"])
