"""Bars of a picture that needs no script: each part's place and width, worked out here so that a template only prints them.

In tenths of a percent of the picture's width, so that print and zoom stay sharp; rounding never makes parts overlap or leave a
gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000
# A part that exists is to be seen, however small it is.
NARROWEST = 4
WIDE_ENOUGH_FOR_ITS_NUMBER = 50
SMALLEST_PERCENT = 0.01


@dataclass(frozen=True)
class Part:
    """A part of a bar: what it stands for, its number in the legend, and where it lies.

    `tone` is 1 to 5, or 0 for what is missing.
    """

    number: int
    label: str
    amount: int
    tone: int
    start: int
    width: int
    share: float

    @property
    def x(self) -> str:
        return f"{self.start / 10:.1f}%"

    @property
    def extent(self) -> str:
        return f"{self.width / 10:.1f}%"

    @property
    def middle(self) -> str:
        """Where the number over the part is centred."""
        return f"{(self.start + self.width / 2) / 10:.1f}%"

    @property
    def shows_number(self) -> bool:
        return self.width >= WIDE_ENOUGH_FOR_ITS_NUMBER

    @property
    def percent(self) -> str:
        """The share in whole percent.

        `<1` for less than that, `>99` for nearly all, so that no part is said to be nothing or everything.
        """
        if 0 < self.share < SMALLEST_PERCENT:
            return "<1"
        return ">99" if 1 - SMALLEST_PERCENT < self.share < 1 else str(round(self.share * 100))


def stacked_bar(values: Sequence[tuple[str, int, int]]) -> list[Part]:
    """The parts of one bar, together as wide as the picture; `values` are label, amount in won and tone. Zeros leave no part."""
    present = [value for value in values if value[1] > 0]
    total = sum(amount for _label, amount, _tone in present)
    parts, start, summed = [], 0, 0
    for place, (label, amount, tone) in enumerate(present):
        summed += amount
        room = WIDTH - NARROWEST * (len(present) - place - 1)
        end = min(max(round(WIDTH * summed / total), start + NARROWEST), room)
        parts.append(Part(place + 1, label, amount, tone, start, end - start, amount / total))
        start = end
    return parts
