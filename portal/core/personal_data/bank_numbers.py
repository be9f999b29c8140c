"""Numbers of payment cards and of bank accounts."""

import re
from collections.abc import Iterator

from portal.core.personal_data.folding import Reading, digits_of
from portal.core.personal_data.kinds import Finding, Kind
from portal.core.personal_data.phone_numbers import IN_AREA, is_landline
from portal.core.personal_data.surroundings import after, before

GAP = r"[-. /_~\n]{0,3}"
CARDS = [
    re.compile(rf"(?<![0-9])\d{{4}}{GAP}\d{{4}}{GAP}\d{{4}}{GAP}\d{{4}}(?:{GAP}\d{{3}})?(?![0-9])"),
    re.compile(rf"(?<![0-9])\d{{4}}{GAP}\d{{6}}{GAP}\d{{4,5}}(?![0-9])"),
    re.compile(r"(?<![0-9])\d(?:[-. /]{1,3}\d){14,15}(?![0-9])"),
]
# Issuer identification numbers (ISO/IEC 7812) and the lengths in use: Visa, Mastercard, American Express, Diners, JCB, Discover,
# UnionPay, and 9, which is left to each country: cards that only work in Korea.
ISSUERS = re.compile(
    r"4\d{15}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14}(?:\d{3})?|9[0-9]{15}"
)
OF_A_CARD = re.compile(r"카드[^0-9\n]{0,12}$|\bcard\b[^0-9\n]{0,16}$", re.IGNORECASE)

# Parted by hyphens, dots or blanks, or not at all.
ACCOUNTS = re.compile(
    r"(?<![0-9])(?<![0-9][-.])"
    r"(?:\d{2,7}(?: {0,2}- {0,2}\d{1,8}){1,4}|\d{2,7}(?:\.\d{1,8}){2,4}|[0-9]{2,7}(?: [0-9]{1,8}){2,4}|\d{10,15})(?![0-9])"
)
MOST_DIGITS, FEWEST_DIGITS = 15, 10
BANK = (
    r"(?:국민|신한|우리|하나|기업|산업|외환|씨티|제일|대구|부산|광주|전북|경남|제주|저축) ?은행"
    r"|카카오 ?뱅크|카뱅|토스 ?뱅크|토스|케이 ?뱅크"
    r"|농협|수협|신협|새마을 ?금고|우체국 ?(?:계좌|예금|통장)|산림조합|SC제일|\b(?:KB|NH|IBK|KDB|iM)"
)
AFTER_BANK = re.compile(rf"(?:{BANK})[^0-9\n]{{0,14}}$")
BEFORE_BANK = re.compile(rf"[ (,/:]{{0,3}}(?:{BANK}|예금주|(?:국민|신한|우리|하나|기업)(?=[ )]|$))")
# Everyday words as well (우리, 하나), so only right before a number in parts.
AFTER_SHORT_NAME = re.compile(r"(?:^|[ (:,])(?:국민|신한|우리|하나|기업|산업|제일|카카오)[ :]{0,3}$")
OF_AN_ACCOUNT = re.compile(r"(?:계좌|통장|입금|송금|예금주|환급|\baccount\b)[^0-9\n]{0,12}$", re.IGNORECASE)
OF_SOMETHING_ELSE = re.compile(r"(?:사업자|법인|(?:등록|공고|접수|주문|관리|문서|우편)번호|송장|상품권)[^0-9\n]{0,10}$")
OF_A_PARCEL = re.compile(r"(?:송장|주문번호|접수번호|상품권)[^0-9\n]{0,10}$")
# A post office is a bank as well, and mostly something else: only with the shape of its accounts.
POST_OFFICE, ITS_ACCOUNT = re.compile(r"우체국[^0-9\n]{0,10}$"), re.compile(r"\d{6}-\d{2}-\d{6}")
COMPANY = re.compile(r"\d{3}-\d{2}-\d{5}")
A_QUANTITY = re.compile(r",\d| ?(?:원|억|만|명|건|년|좌)")


def find_cards(reading: Reading) -> Iterator[Finding]:
    """Sure with a known issuer and a right check digit; only pointed out if it is called a card and looks like one."""
    for pattern in CARDS:
        for match in pattern.finditer(reading.text):
            context = before(reading, match.start())
            digits = digits_of(match.group())
            if ISSUERS.fullmatch(digits) and _passes_luhn(digits) and not OF_A_PARCEL.search(context):
                yield Finding(Kind.CARD, match.start(), match.end(), is_sure=True)
            elif OF_A_CARD.search(context):
                yield Finding(Kind.CARD, match.start(), match.end(), is_sure=False)


def _passes_luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def find_accounts(reading: Reading) -> Iterator[Finding]:
    """Sure beside the name of a bank; only pointed out after a word for an account. Each bank has shapes of its own."""
    for match in ACCOUNTS.finditer(reading.text):
        context, rest = before(reading, match.start()), after(reading, match.end())
        if _is_no_account(match.group()) or OF_SOMETHING_ELSE.search(context) or A_QUANTITY.match(rest):
            continue
        is_sure = _is_of_a_bank(match.group(), context, rest)
        if is_sure or OF_AN_ACCOUNT.search(context):
            yield Finding(Kind.ACCOUNT, match.start(), match.end(), is_sure)


def _is_of_a_bank(number: str, context: str, rest: str) -> bool:
    if AFTER_BANK.search(context) or BEFORE_BANK.match(rest):
        return True
    if not number.isdecimal() and AFTER_SHORT_NAME.search(context):
        return True
    return bool(ITS_ACCOUNT.fullmatch(number) and POST_OFFICE.search(context))


def _is_no_account(number: str) -> bool:
    if not FEWEST_DIGITS <= len(digits_of(number)) <= MOST_DIGITS or COMPANY.fullmatch(number):
        return True
    phone = IN_AREA.fullmatch(number)
    return bool(phone and is_landline(phone))
