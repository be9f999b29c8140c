"""E-mail addresses: one way of writing each, and how people who need not write to one see it."""

import unicodedata


def normalise_address(raw: str) -> str:
    """NFKC (full-width letters become plain ones), no space around it, casefolded.

    The part before the @ is folded as well: RFC 5321 lets a host tell `A@` from `a@`, hardly any does,
    and two accounts for one mailbox would be two voices for one person.
    """
    return unicodedata.normalize("NFKC", raw).strip().casefold()


def masked_address(address: str) -> str:
    """Enough to tell two people apart, too little to write to one: `k***@d***.kr`."""
    name, _at, host = address.rpartition("@")
    start, dot, end = host.rpartition(".")
    return f"{name[:1]}***@{(start or end)[:1]}***{f'.{end}' if dot else ''}"
