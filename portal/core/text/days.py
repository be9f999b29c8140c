"""Days and moments that people type: which years there are, in forms and in tables.

A year beyond is a slip of the finger, and every calendar and every sum of days would have to reckon with it: Python's own time
ends with 9999. Tables refuse such a year too, since not all that is stored comes through a form.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.errors import InvalidInput

EARLIEST_YEAR, LATEST_YEAR = 2010, 2060
EARLIEST_DAY, LATEST_DAY = date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31)
# A year begins up to a day earlier or later elsewhere on earth.
EARLIEST_MOMENT = datetime(EARLIEST_YEAR, 1, 1, tzinfo=UTC) - timedelta(days=1)
LATEST_MOMENT = datetime(LATEST_YEAR + 1, 1, 1, tzinfo=UTC) + timedelta(days=1)
BETWEEN = _("The day lies between 2010 and 2060.")


def is_sane(at: date | datetime) -> bool:
    """Whether it lies in one of the years that there are."""
    return EARLIEST_YEAR <= at.year <= LATEST_YEAR


def check_year(at: date | datetime) -> None:
    """For fields of forms. Raises ValidationError."""
    if not is_sane(at):
        raise ValidationError(BETWEEN)


def check_moments(moments: Iterable[datetime | None]) -> None:
    """For services, before the table refuses it. Raises InvalidInput."""
    if not all(at is None or EARLIEST_MOMENT <= at <= LATEST_MOMENT for at in moments):
        raise InvalidInput(str(BETWEEN))


def nearest(at: datetime) -> datetime:
    """The moment itself, or the nearest one that there is: what is reckoned from it does not leave Python's own time."""
    return min(max(at, EARLIEST_MOMENT), LATEST_MOMENT)


def sane_days(table: str, *names: str) -> list[models.CheckConstraint]:
    """A constraint for each of these columns with days; empty ones may stay."""
    return [_within(table, name, EARLIEST_DAY, LATEST_DAY) for name in names]


def sane_moments(table: str, *names: str) -> list[models.CheckConstraint]:
    """The same for columns with moments."""
    return [_within(table, name, EARLIEST_MOMENT, LATEST_MOMENT) for name in names]


def _within(table: str, name: str, first: date, last: date) -> models.CheckConstraint:
    condition = Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (first, last)})
    return models.CheckConstraint(condition=condition, name=f"{table}_{name}_is_sane", violation_error_message=BETWEEN)


class DayInput(forms.DateInput):
    """The browser's own calendar; what it sends and takes is ISO 8601."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"min": EARLIEST_DAY.isoformat(), "max": LATEST_DAY.isoformat()}, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput
    default_validators = [check_year]

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)


class MomentInput(forms.DateTimeInput):
    """Date and time in one field of the browser, to the minute; seconds only where there are some."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs={"min": f"{EARLIEST_DAY}T00:00", "max": f"{LATEST_DAY}T23:59"})

    def format_value(self, value: Any) -> str:
        """As HTML wants it; what could not be read stays as it was typed."""
        if hasattr(value, "strftime"):
            return value.strftime("%Y-%m-%dT%H:%M:%S" if value.second else "%Y-%m-%dT%H:%M")
        return value or ""


class MomentField(forms.DateTimeField):
    widget = MomentInput
    default_validators = [check_year]
