"""What an e-mail address shows, and what it must not hold."""

import unicodedata


def is_invisible(character: str) -> bool:
    """Whether it is a control, format, unassigned or space character: two addresses that look the same would be two."""
    return unicodedata.category(character)[0] in "CZ"
