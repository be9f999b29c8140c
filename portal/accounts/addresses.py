"""What an e-mail address shows, and what it must not hold."""

import unicodedata


def masked_address(address: str) -> str:
    """Enough to tell two people apart, too little to write to one: `k***@d***.kr`."""
    name, _at, host = address.rpartition("@")
    start, dot, end = host.rpartition(".")
    return f"{name[:1]}***@{(start or end)[:1]}***{f'.{end}' if dot else ''}"


def is_invisible(character: str) -> bool:
    """Whether it is a control, format, unassigned or space character: two addresses that look the same would be two."""
    return unicodedata.category(character)[0] in "CZ"
