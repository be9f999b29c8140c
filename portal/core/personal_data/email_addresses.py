"""E-mail addresses, also with the signs spelled out: (at), 골뱅이, 닷컴. Mailboxes of public bodies are not personal."""

import re
from collections.abc import Iterator

from portal.core.personal_data.folding import Reading
from portal.core.personal_data.kinds import Finding, Kind

# The look-behind lets a name be tried only where it begins, so that a long run of letters is read once.
NAME = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
AT = r"(?: {0,2}@ {0,2}| ?[(\[{<] ?(?:at|골뱅이|앳) ?[)\]}>] ?| {0,2}골뱅이 {0,2}|앳)"
DOT = (
    r"(?:\.| ?\. ?(?=(?:com|net|org|co|kr)\b)| ?[(\[{<] ?(?:dot|닷|점) ?[)\]}>] ?| {0,2}닷 ?| dot |,(?=(?:com|net|org|kr|co)\b))"
)
ENDING = r"(?:[A-Za-z]{2,24}|컴|넷|한국)"
PART = r"[A-Za-z0-9가-힣-]{1,63}"
ADDRESS = re.compile(rf"{NAME}{AT}{PART}(?:{DOT}{PART}){{0,3}}?{DOT}{ENDING}(?![A-Za-z0-9-])(?!\.[A-Za-z])", re.IGNORECASE)
SPELLED_OUT = re.compile(rf"{NAME} at {PART}(?: dot {PART}){{0,2}}? dot (?:com|net|org|kr)(?![A-Za-z0-9])", re.IGNORECASE)
KNOWN_SERVICE = re.compile(rf"{NAME}{AT}(?:naver|gmail|daum|hanmail|kakao|nate|hotmail|outlook)(?![A-Za-z0-9.-])", re.IGNORECASE)
PUBLIC_MAILBOX = re.compile(r"(?:[.@]go\.kr|@korea\.kr)$", re.IGNORECASE)


def find_email_addresses(reading: Reading) -> Iterator[Finding]:
    """Never sure: many an address belongs to an association or a shop."""
    for pattern in (ADDRESS, SPELLED_OUT, KNOWN_SERVICE):
        for match in pattern.finditer(reading.text):
            if not PUBLIC_MAILBOX.search(match.group()):
                yield Finding(Kind.EMAIL, match.start(), match.end(), is_sure=False)
