"""The public monthly count of moderation, computed from the rows once an hour: nobody types these numbers.

A month is a calendar month in Asia/Seoul. A decision that its moderator took back at once counts as taken back, not as
a decision, and neither does the act that took it back.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, DurationField, F, FloatField, Max, Model, Q, QuerySet
from django.db.models.aggregates import Aggregate
from django.db.models.functions import Cast, Extract, TruncMonth
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.models import AuditEvent
from portal.discussion.rules import Rule
from portal.moderation.models import Action, ModerationDecision, Report, Review

SECONDS_PER_HOUR = 3_600
COUNTED = "moderation.transparency"
# A worker counts each hour. When none has for this long, each visit counts anew.
COUNT_KEPT_SECONDS = 2 * SECONDS_PER_HOUR
Counts = dict[date, Any]


class Median(Aggregate):
    """The middle value of a column of numbers; the mean of the two middle ones where their count is even."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Measure:
    """One line of the table. `values` holds what was counted in each month that had any; other months had none."""

    name: str
    label: str | Promise
    group: str | Promise
    values: Counts
    # A median or a share of no cases is nothing, not zero.
    absent: Any = 0

    def in_months(self, months: Iterable[date]) -> list[Any]:
        """The value of each month."""
        return [self.values.get(month, self.absent) for month in months]


@dataclass(frozen=True)
class Source:
    """Measures of a package above. `leaves` are the decisions that it does not count itself, if it counts some."""

    measures: Callable[[], list[Measure]]
    position: int
    leaves: Q


_sources: list[Source] = []


@dataclass(frozen=True)
class MonthlyCount:
    """What was counted at a moment, and what the audit log had reached at the end of each month."""

    measures: list[Measure]
    heads: dict[date, tuple[int, str]]
    counted_at: datetime


def declare_measures(measures: Callable[[], list[Measure]], *, position: int, leaves: Q | None = None) -> None:
    """Make measures known that stand on the page in the order of their positions; called in `AppConfig.ready()`."""
    if measures not in [source.measures for source in _sources]:
        _sources.append(Source(measures, position, leaves or Q()))


def latest_count(now: datetime) -> MonthlyCount:
    """What a worker counted last; counted now where none did for two hours, so that a page never waits for a worker."""
    return cache.get(COUNTED) or _count(now)


def keep_count(now: datetime) -> MonthlyCount:
    """Count everything and keep it for the page and the file."""
    counted = _count(now)
    cache.set(COUNTED, counted, COUNT_KEPT_SECONDS)
    return counted


def _count(now: datetime) -> MonthlyCount:
    return MonthlyCount(measures(), last_entries(), now)


def measures() -> list[Measure]:
    """Everything that is counted, in the order of the page; the same queries however many rows there are."""
    decisions = _decisions()
    return [
        Measure("reports", _("Reports received"), _("Reports"), by_month(Report.objects.all(), "created_at")["rows"]),
        Measure("median_hours", _("Median hours from report to decision"), _("Reports"), _median_hours(), absent=None),
        *decisions,
        *_of_reviews(),
        *(measure for source in _declared() for measure in source.measures()),
        Measure(
            "personal_data_views",
            _("Times staff accessed somebody's personal data"),
            _("Personal data"),
            by_month(AuditEvent.objects.filter(action="personal_data.viewed"), "happened_at")["rows"],
        ),
    ]


def months_of(found: Iterable[Measure], *, now: datetime) -> list[date]:
    """Every month from the first that has anything to count up to this one, newest first."""
    month = timezone.localtime(now).date().replace(day=1)
    first = min((counted for measure in found for counted in measure.values), default=month)
    months = [month]
    while months[-1] > first:
        months.append(_month_before(months[-1]))
    return months


def last_entries() -> dict[date, tuple[int, str]]:
    """Number and hash of the audit log's last entry in each month.

    Whoever notes one can prove later that nothing before it changed.
    """
    per_month = AuditEvent.objects.annotate(month=TruncMonth("happened_at")).values("month").annotate(last=Max("number"))
    months = {row["last"]: timezone.localtime(row["month"]).date() for row in per_month.order_by("month")}
    hashes = AuditEvent.objects.filter(pk__in=months).values_list("number", "hash")
    return {months[number]: (number, entry_hash) for number, entry_hash in hashes}


def _declared() -> list[Source]:
    return sorted(_sources, key=lambda source: source.position)


def _month_before(month: date) -> date:
    return month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1)


def by_month(rows: QuerySet[Model], moment: str, **conditions: Q) -> Mapping[str, Counts]:
    """How many rows fall into each month, as "rows", and how many of them meet each condition, by its name; one query."""
    counts = {"rows": Count("pk"), **{name: Count("pk", filter=condition) for name, condition in conditions.items()}}
    grouped = rows.filter(**{f"{moment}__isnull": False}).annotate(month=TruncMonth(moment)).values("month").annotate(**counts)
    found: dict[str, Counts] = {name: {} for name in counts}
    for row in grouped.order_by("month"):
        for name in counts:
            if row[name]:
                found[name][timezone.localtime(row["month"]).date()] = row[name]
    return found


def _decisions() -> list[Measure]:
    in_force = Q(undoes=None, undone_by=None)
    # What followed an appeal is counted with it.
    own = in_force
    for source in _declared():
        own &= source.leaves
    conditions = {
        **{f"hidden_{rule.value}": in_force & Q(action=Action.HIDE, rule=rule) for rule in Rule},
        "kept": own & Q(action=Action.KEEP),
        "restored": own & Q(action=Action.RESTORE),
        "published": own & Q(action=Action.PUBLISH),
        "taken_back": Q(undoes__isnull=False),
    }
    counts = by_month(ModerationDecision.objects.all(), "created_at", **conditions)
    by_rule = [Measure(f"hidden_{rule.value}", rule.label, _("Hidden, by rule"), counts[f"hidden_{rule.value}"]) for rule in Rule]
    others = {
        "kept": _("Reported and left visible"),
        "restored": _("Shown again without an appeal"),
        "published": _("Published after review"),
        "taken_back": _("Undone at once by the moderator"),
    }
    return [*by_rule, *(Measure(name, label, _("Other decisions"), counts[name]) for name, label in others.items())]


def _of_reviews() -> list[Measure]:
    group = _("Under review after several reports")
    begun = by_month(Review.objects.all(), "began_at")["rows"]
    lapsed = by_month(Review.objects.filter(outcome=Review.Outcome.LAPSED), "ended_at")["rows"]
    return [
        Measure("reviews", _("Reviews started"), group, begun),
        Measure("reviews_lapsed", _("Restored: nobody decided in time"), group, lapsed),
    ]


def _median_hours() -> Counts:
    """Hours between a report and the decision that settled it, the middle one of each month of decision."""
    waited = Cast(F("decision__created_at") - F("created_at"), DurationField())
    rows = (
        Report.objects.filter(decision__isnull=False)
        .annotate(month=TruncMonth("decision__created_at"))
        .values("month")
        .annotate(seconds=Median(Extract(waited, "epoch")))
    )
    return {
        timezone.localtime(row["month"]).date(): round(row["seconds"] / SECONDS_PER_HOUR, 1) for row in rows.order_by("month")
    }
