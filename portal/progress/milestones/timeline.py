"""A picture of milestones in time that needs no script: every place is worked out here, so that a template only prints it.

Across in tenths of a percent of the picture's width, down in pixels. Marks differ by shape, not by colour. Free of the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.progress.models.milestones import Milestone

# The rows' numbers stand left of where the time begins.
LEFT, RIGHT = 90, 940
TOP, ROW, BOTTOM = 34, 36, 30
MOST_YEAR_MARKS = 6
SHORTEST_DAYS = 30
NEAR_EDGE = 100


@dataclass(frozen=True)
class Row:
    """One milestone: its number, its height, where it was first planned and where it is reached or planned by now."""

    number: int
    milestone: Milestone
    y: int
    first: int
    now: int
    days_overdue: int

    @property
    def is_overdue(self) -> bool:
        return self.days_overdue > 0

    @property
    def first_x(self) -> str:
        return _percent(self.first)

    @property
    def now_x(self) -> str:
        return _percent(self.now)

    @property
    def has_moved(self) -> bool:
        return self.milestone.days_late != 0

    @property
    def is_later(self) -> bool:
        return self.milestone.days_late > 0

    @property
    def days_off(self) -> int:
        """How many days later or earlier than first planned."""
        return abs(self.milestone.days_late)

    @property
    def mark(self) -> str:
        """Which shape the day of now takes."""
        if self.milestone.is_reached:
            return "reached"
        return "overdue" if self.is_overdue else "open"


@dataclass(frozen=True)
class YearMark:
    """The beginning of a year."""

    year: int
    place: int

    @property
    def x(self) -> str:
        return _percent(self.place)


@dataclass(frozen=True)
class Timeline:
    """The picture: its rows, by date, with today among them."""

    rows: list[Row]
    years: list[YearMark]
    today: date
    today_place: int
    height: int

    @property
    def today_x(self) -> str:
        return _percent(self.today_place)

    @property
    def today_anchor(self) -> str:
        """On which side of the line its word stands, so that it stays inside of the picture."""
        if self.today_place < LEFT + NEAR_EDGE:
            return "start"
        return "end" if self.today_place > RIGHT - NEAR_EDGE else "middle"

    @property
    def floor(self) -> int:
        """How far down the lines reach."""
        return self.height - BOTTOM

    @property
    def year_y(self) -> int:
        return self.height - BOTTOM // 3

    @property
    def reached(self) -> int:
        return sum(row.milestone.is_reached for row in self.rows)

    @property
    def overdue(self) -> int:
        return sum(row.is_overdue for row in self.rows)

    @property
    def before_today(self) -> list[Row]:
        """Rows of the table above the line that says today."""
        return [row for row in self.rows if row.milestone.ends_on <= self.today]

    @property
    def after_today(self) -> list[Row]:
        return [row for row in self.rows if row.milestone.ends_on > self.today]


def timeline(milestones: Sequence[Milestone], *, today: date) -> Timeline | None:
    """The picture of these milestones; None if there are none."""
    if not milestones:
        return None
    ordered = sorted(milestones, key=lambda each: (each.ends_on, each.baseline_on, each.pk or 0))
    days = [today, *(day for each in ordered for day in (each.baseline_on, each.ends_on))]
    start, end = _around(min(days), max(days))

    def place(day: date) -> int:
        return LEFT + round((RIGHT - LEFT) * (day - start).days / (end - start).days)

    rows = [
        Row(
            number,
            each,
            TOP + ROW * (number - 1) + ROW // 2,
            place(each.baseline_on),
            place(each.ends_on),
            _days_overdue(each, today),
        )
        for number, each in enumerate(ordered, start=1)
    ]
    years = [YearMark(year, place(date(year, 1, 1))) for year in _years(start, end)]
    return Timeline(rows, years, today, place(today), TOP + ROW * len(rows) + BOTTOM)


def _around(first: date, last: date) -> tuple[date, date]:
    """Some room on both sides, and never no time at all."""
    room = timedelta(days=max(SHORTEST_DAYS, (last - first).days // 20))
    return first - room, last + room


def _years(start: date, end: date) -> range:
    """The years that begin in between; over a long time only every second, fifth or tenth."""
    years = range(start.year + 1, end.year + 1)
    step = next(step for step in (1, 2, 5, 10, 50) if len(years) // step <= MOST_YEAR_MARKS)
    return range(years.start + (-years.start) % step, years.stop, step) if years else years


def _days_overdue(milestone: Milestone, today: date) -> int:
    return (today - milestone.planned_on).days if milestone.is_overdue(today) else 0


def _percent(place: int) -> str:
    return f"{place / 10:.1f}%"
