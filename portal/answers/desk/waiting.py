"""How much of what a department has to answer and has promised needs somebody now. Free of HTTP."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.answers.models import AnswerRequest, AnswerStep, Commitment
from portal.core.business_days import add_business_days
from portal.plan.models import Department

BUSINESS_DAYS_BEFORE = 2
A_WEEK = timedelta(days=7)
# Longer than any transaction takes.
UNCOMMITTED = timedelta(minutes=10)
ARRIVALS = (AnswerStep.Kind.RECEIVED, AnswerStep.Kind.HANDED_OVER)


@dataclass(frozen=True)
class Counts:
    """Of the requests without an answer: those past their day, due within two business days, and with the department since the
    last reminder (one may be in two of these); those of no department; and the commitments past their day or due within a week.
    """

    late: int
    due_soon: int
    arrived: int
    unassigned: int
    promises_over: int
    promises_soon: int

    @property
    def total(self) -> int:
        return self.late + self.due_soon + self.arrived + self.unassigned + self.promises_over + self.promises_soon


def waiting_counts(department: Department, *, since: datetime | None, today: date) -> Counts:
    """What needs an officer of a department on a day; `since` is the moment of the last reminder. Six queries.

    What arrived a little before that moment counts once more: it may not have been committed when the reminder was written.
    """
    requests = AnswerRequest.objects.shown()
    own = requests.of(department).open()
    promises = Commitment.objects.shown().filter(state=Commitment.State.OPEN, answer_request__department=department)
    arrivals = AnswerStep.objects.filter(kind__in=ARRIVALS, to_department=department)
    if since:
        arrivals = arrivals.filter(happened_at__gt=since - UNCOMMITTED)
    return Counts(
        late=own.late(today).count(),
        due_soon=own.filter(due_on__range=(today, add_business_days(today, BUSINESS_DAYS_BEFORE))).count(),
        arrived=own.filter(pk__in=arrivals.values("answer_request")).count(),
        unassigned=requests.unassigned().open().count(),
        promises_over=promises.filter(due_on__lt=today).count(),
        promises_soon=promises.filter(due_on__range=(today, today + A_WEEK)).count(),
    )
