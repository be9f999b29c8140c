"""How departments answer, counted anew from the rows each time. Free of HTTP.

A request counts for the department that held it when its time was over: handing it over afterwards moves no lateness. Before
that, it counts for the department that holds it. Only what everybody may read is counted, so that everybody can count again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import BooleanField, Case, OuterRef, Subquery, Value, When
from django.utils import timezone

from portal.answers.models import AnswerRequest, AnswerStep
from portal.answers.models.requests import is_answered
from portal.core.business_days import business_days_between
from portal.plan.models import Department


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted of one request."""

    request: int
    department: int | None
    received_at: datetime
    due_on: date
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rate:
    """The count of one department, or of all. Percent and median are None while there is nothing to divide."""

    department: Department | None
    owed: int
    in_time: int
    answered_late: int
    waiting: int
    overdue: int
    median_days: float | None

    @property
    def late(self) -> int:
        return self.answered_late + self.overdue

    @property
    def percent_in_time(self) -> int | None:
        """Of a hundred whose time is over or that were answered, how many were in time; rounded down, so never flattering."""
        ended = self.in_time + self.late
        return 100 * self.in_time // ended if ended else None


def rates(today: date) -> tuple[list[Rate], Rate]:
    """Each department's count, by name, requests without a department last; and the count of all. Two queries."""
    rows = counted_rows(today)
    by_department: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        by_department[row.department].append(row)
    departments = Department.objects.in_bulk([key for key in by_department if key is not None])
    ordered = sorted(by_department, key=lambda key: (key is None, departments[key].name if key else "", key or 0))
    return [rate_of(by_department[key], today, departments.get(key)) for key in ordered], rate_of(rows, today)


def counted_rows(today: date) -> list[Row]:
    """Every request about a comment that everybody may read, with the department for which it counts."""
    holder = AnswerStep.objects.filter(
        answer_request=OuterRef("pk"), to_department__isnull=False, happened_at__date__lte=OuterRef("due_on")
    )
    held_when_due = holder.order_by("-happened_at", "-pk").values("to_department")[:1]
    has_answer = Case(When(is_answered(), then=Value(True)), default=Value(False), output_field=BooleanField())
    found = AnswerRequest.objects.shown().annotate(held_when_due=Subquery(held_when_due), has_answer=has_answer).order_by("pk")
    values = found.values_list("pk", "department", "held_when_due", "received_at", "due_on", "answered_at", "has_answer")
    return [
        Row(
            request=key,
            department=when_due if when_due and due < today else current,
            received_at=received,
            due_on=due,
            answered_at=answered if is_there else None,
        )
        for key, current, when_due, received, due, answered, is_there in values
    ]


def rate_of(rows: Iterable[Row], today: date, department: Department | None = None) -> Rate:
    """The count of some rows on a day."""
    rows = list(rows)
    answered = [(row, timezone.localdate(row.answered_at)) for row in rows if row.answered_at]
    in_time = sum(on <= row.due_on for row, on in answered)
    open_rows = [row for row in rows if not row.answered_at]
    overdue = sum(row.due_on < today for row in open_rows)
    taken = [business_days_between(timezone.localdate(row.received_at), on) for row, on in answered]
    return Rate(
        department=department,
        owed=len(rows),
        in_time=in_time,
        answered_late=len(answered) - in_time,
        waiting=len(open_rows) - overdue,
        overdue=overdue,
        median_days=median(taken) if taken else None,
    )
