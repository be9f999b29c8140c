"""A month as a calendar shows it: whole weeks, from Sunday on for Koreans, from Monday on for English readers. Pure."""

import calendar as calendars
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

SHAPE = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100
Thing = TypeVar("Thing")


@dataclass(frozen=True, order=True)
class Month:
    """One month of one year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """The month that `2026-12` names; None for anything else."""
        found = SHAPE.fullmatch(text)
        month = cls(*map(int, found.groups())) if found else None
        is_real = month and FIRST_YEAR <= month.year <= LAST_YEAR and 1 <= month.number <= 12  # noqa: PLR2004
        return month if is_real else None

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def before(self) -> "Month":
        return Month.of(self.first_day - timedelta(days=1))

    @property
    def after(self) -> "Month":
        return Month.of(self.first_day + timedelta(days=31))

    def days(self, *, language: str | None) -> list[date]:
        """Every day of the weeks that the month touches."""
        first = calendars.SUNDAY if language == "ko" else calendars.MONDAY
        return list(calendars.Calendar(first).itermonthdates(self.year, self.number))


@dataclass
class Day:
    """One day with what takes place on it."""

    on: date
    is_of_month: bool
    is_today: bool
    things: list = field(default_factory=list)


def laid_out(on_sheet: Iterable[date], *, month: Month, today: date, things: Iterable[tuple[date, date, Thing]]) -> Sequence[Day]:
    """The days of a month; each thing stands on every day from its first to its last."""
    days = {on: Day(on, on.month == month.number, on == today) for on in on_sheet}
    for first, last, thing in things:
        for offset in range((last - first).days + 1):
            if day := days.get(first + timedelta(days=offset)):
                day.things.append(thing)
    return list(days.values())
