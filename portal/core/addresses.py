"""One way of writing an e-mail address, so that one mailbox is one person."""

import unicodedata


def normalise_address(raw: str) -> str:
    """NFKC (full-width letters become plain ones), no space around it, casefolded.

    The part before the @ is folded as well: RFC 5321 lets a host tell `A@` from `a@`, hardly any does,
    and two accounts for one mailbox would be two voices for one person.
    """
    return unicodedata.normalize("NFKC", raw).strip().casefold()
