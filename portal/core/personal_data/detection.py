"""All recognisers together, and the mask that goes over what they find."""

from portal.core.personal_data.bank_numbers import find_accounts, find_cards
from portal.core.personal_data.documents import find_licences, find_passports
from portal.core.personal_data.email_addresses import find_email_addresses
from portal.core.personal_data.folding import Reading, read
from portal.core.personal_data.kinds import Finding, Kind
from portal.core.personal_data.phone_numbers import find_phone_numbers
from portal.core.personal_data.registration_numbers import find_registration_numbers

RECOGNISERS = (
    find_registration_numbers,
    find_phone_numbers,
    find_cards,
    find_accounts,
    find_passports,
    find_licences,
    find_email_addresses,
)
WEIGHT = {kind: place for place, kind in enumerate(Kind)}
MASK = "●"


def find_personal_data(text: str) -> list[Finding]:
    """What looks like personal data, in the order of the text, nothing twice.

    Offsets count code points of `text` as it was given. Time grows with the length: about a millisecond for 1,000 characters.
    """
    reading = read(text)
    candidates = [finding for recognise in RECOGNISERS for finding in recognise(reading)]
    return [_in_original(reading, finding) for finding in _without_overlaps(candidates)]


def mask(text: str, findings: list[Finding] | None = None) -> str:
    """The text with every letter and digit of the findings replaced; its length and all separators stay.

    Without `findings`, nothing is left to find in the result: what stood in the shadow of another finding goes as well.
    """
    if findings is not None:
        return _masked(text, findings)
    while findings := find_personal_data(text):
        text = _masked(text, findings)
    return text


def _masked(text: str, findings: list[Finding]) -> str:
    characters = list(text)
    for finding in findings:
        for place in range(finding.start, finding.end):
            if characters[place].isalnum():
                characters[place] = MASK
    return "".join(characters)


def _without_overlaps(candidates: list[Finding]) -> list[Finding]:
    """Sure before unsure, then by weight, then as the recogniser ordered them."""
    kept: list[Finding] = []
    taken = bytearray(max((candidate.end for candidate in candidates), default=0))
    for finding in sorted(candidates, key=lambda candidate: (not candidate.is_sure, WEIGHT[candidate.kind])):
        if not any(taken[finding.start : finding.end]):
            taken[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.start)


def _in_original(reading: Reading, finding: Finding) -> Finding:
    return Finding(finding.kind, *reading.origin(finding.start, finding.end), finding.is_sure)
