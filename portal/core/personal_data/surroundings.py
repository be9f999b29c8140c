"""What stands around a number: it says what the number is."""

from portal.core.personal_data.folding import Reading

# Code points; a label and its particle fit in, the sentence before does not.
NEAR = 28


def before(reading: Reading, place: int) -> str:
    """The words just before a place, within its line."""
    return reading.text[max(0, place - NEAR) : place].rpartition("\n")[2]


def after(reading: Reading, place: int) -> str:
    """The words just after a place, within its line."""
    return reading.text[place : place + NEAR].partition("\n")[0]
